CREATE TABLE `m1` (
  `id` int(11) NOT NULL DEFAULT nextval(`s`.`sq`),
  `i4` inet4 DEFAULT NULL,
  `i6` inet6 DEFAULT NULL,
  `u` uuid DEFAULT uuid(),
  `tc` text /*M!100301 COMPRESSED*/ DEFAULT NULL,
  `vc` varchar(100) /*M!100301 COMPRESSED*/ DEFAULT 'a',
  `chk` int(11) DEFAULT 3 CHECK (`chk` > 0),
  `ws` int(11) DEFAULT NULL WITHOUT SYSTEM VERSIONING,
  `x` int(11) DEFAULT (`id` + 1),
  `j` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '{}' CHECK (json_valid(`j`)),
  `jc` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_length(`jc`) > 0),
  `ti` tinyint(1) unsigned DEFAULT NULL,
  `ge` int(11) GENERATED ALWAYS AS (`x` + 1) STORED,
  `gi` int(11) GENERATED ALWAYS AS (`x` + 2) VIRTUAL INVISIBLE,
  `dt` datetime(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
  `i` int(11) DEFAULT -5,
  `nb` varbinary(4) DEFAULT 'a\0b',
  PRIMARY KEY (`id`) USING HASH,
  UNIQUE KEY `t` (`tc`) USING HASH,
  KEY `ig` (`chk`) IGNORED,
  KEY `ds` (`chk` DESC),
  FULLTEXT KEY `f` (`vc`),
  CONSTRAINT `CONSTRAINT_1` CHECK (`x` > 0 and `chk` <> 'q\'')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci MAX_ROWS=1000 TRANSACTIONAL=1 `page_compressed`='1' `encrypted`='no' WITH SYSTEM VERSIONING
 PARTITION BY KEY ()
PARTITIONS 3
