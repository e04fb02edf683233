-- The tables that the structs declare, for review. A test compares them with this file; to
-- rewrite it, run the test with SAFE_SCHEMA_UPDATE_SNAPSHOT=1.

CREATE TABLE IF NOT EXISTS `tenants` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(120) NOT NULL COMMENT 'it''s `one`
of two',
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS `archive`.`releases` (
  `id` bigint unsigned NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS `applications` (
  `id` bigint unsigned NOT NULL,
  `tenant_id` bigint unsigned NOT NULL,
  `release_id` bigint unsigned NULL,
  `score` int NOT NULL,
  PRIMARY KEY (`id`),
  KEY `idx_applications_tenant_id_score` (`tenant_id`, `score` DESC),
  CONSTRAINT `fk_applications_tenant_id` FOREIGN KEY (`tenant_id`) REFERENCES `tenants` (`id`) ON DELETE CASCADE,
  CONSTRAINT `fk_applications_release_id` FOREIGN KEY (`release_id`) REFERENCES `archive`.`releases` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

ALTER TABLE `archive`.`releases` ADD CONSTRAINT `fk_releases_id` FOREIGN KEY (`id`) REFERENCES `applications` (`id`);
