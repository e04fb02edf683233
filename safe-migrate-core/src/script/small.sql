-- safe-schema: brings the database `db` to its declaration, in 1 step(s).
-- Made for MySQL 9.7.4, from a plan: a picture of the database at that time.
--
-- Run it with the stock client. It may be run again at any time, also after it was cut off:
-- a statement that was run before is passed over. Where a table is neither as the plan found it
-- nor as the plan leaves it, or rows are in the way, the script stops with an error that begins
-- with "Variable 'completion_type' can't be set to the value of" and says why. Then make a new plan.

SET NAMES utf8mb4;
SET SESSION sql_mode = 'STRICT_TRANS_TABLES,STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO,PIPES_AS_CONCAT', autocommit = 1, time_zone = '+00:00', foreign_key_checks = 1, unique_checks = 1, lock_wait_timeout = 5, innodb_lock_wait_timeout = 5, wait_timeout = 28800 /*!80000 , information_schema_stats_expiry = 0, max_execution_time = 0 *//*!80030 , show_gipk_in_create_table_and_information_schema = ON *//*M!100600 , max_statement_time = 0 */;
SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;
SET SESSION group_concat_max_len = 1048576;
USE `db`;
SET @safe_schema_stop = IF(DATABASE() <=> 'db', IF(CONCAT(VERSION(), @@version_comment) LIKE '%mariadb%', 'safe-schema: this server is not MySQL', NULL), 'safe-schema: the database is not there, or not to be seen');

-- step 1 of 1: users
--   add column `it's` int
--
-- ALTER TABLE `users` ADD COLUMN `it's` int NULL, ALGORITHM=INSTANT
SET @safe_schema_before = NULL, @safe_schema_after = NULL;
SET @safe_schema_before = ((EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'db' AND TABLE_NAME = 'users')) AND (NOT COALESCE(EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'db' AND TABLE_NAME = 'users' AND COLUMN_NAME = 'it''s'), FALSE))), @safe_schema_after = (EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'db' AND TABLE_NAME = 'users' AND COLUMN_NAME = 'it''s' AND (COLUMN_TYPE = 'int' OR COLUMN_TYPE LIKE 'int(%)')));
SET @safe_schema_stop = COALESCE(@safe_schema_stop, IF(@@error_count > 0, 'safe-schema: step 1 of 1, `users`: the catalogue could not be asked', NULL), IF(@safe_schema_before OR @safe_schema_after, NULL, 'safe-schema: step 1 of 1, `users`: it is neither as the plan found it nor as this step leaves it: make a new plan'));
SET @safe_schema_sql = IF(@safe_schema_stop IS NOT NULL, CONCAT('SET SESSION completion_type = ', QUOTE(@safe_schema_stop)), IF(@safe_schema_before, 'ALTER TABLE `users` ADD COLUMN `it''s` int NULL, ALGORITHM=INSTANT', 'DO 0'));
PREPARE safe_schema FROM @safe_schema_sql;
EXECUTE safe_schema;
SET @safe_schema_stop = COALESCE(@safe_schema_stop, IF(@@error_count > 0, 'safe-schema: step 1 of 1, `users`: the server refused it, see its error before', NULL));
DEALLOCATE PREPARE safe_schema;

SELECT COALESCE(@safe_schema_stop, 'done') AS `safe-schema`;
