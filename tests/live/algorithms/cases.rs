//! Alterations of a table, one for each thing that decides what they cost.

use safe_schema::testing::Kind;

/// One alteration.
#[derive(Clone, Copy)]
pub(super) struct Case {
    /// What is done to the table before.
    pub(super) before: &'static [&'static str],
    pub(super) alter: &'static str,
    /// Whether the engine asks for more than the server would do with: a better algorithm would
    /// not ask the rows.
    pub(super) is_worse_on_purpose: bool,
}

const fn case(alter: &'static str) -> Case {
    Case { before: &[], alter, is_worse_on_purpose: false }
}

const fn after(before: &'static [&'static str], alter: &'static str) -> Case {
    Case { before, alter, is_worse_on_purpose: false }
}

pub(super) fn cases(kind: Kind) -> Vec<Case> {
    let own = match kind {
        Kind::MySql => MYSQL,
        Kind::MariaDb => MARIADB,
    };
    BOTH.iter().chain(own).copied().collect()
}

const VIRTUAL: &str = "ADD COLUMN g INT GENERATED ALWAYS AS (a + 1) VIRTUAL";
const OTHER_VIRTUAL: &str = "ADD COLUMN h INT GENERATED ALWAYS AS (a + 2) VIRTUAL";
const STORED: &str = "ADD COLUMN st INT GENERATED ALWAYS AS (a + 2) STORED";
const WORDS: &str = "ADD FULLTEXT KEY ft (doc)";
const SMALL: &str = "ROW_FORMAT=COMPRESSED";
const PLAIN_ID: &str = "MODIFY COLUMN id BIGINT UNSIGNED NOT NULL";
const OF_P: &str = "ADD CONSTRAINT f FOREIGN KEY (n) REFERENCES p (id)";

const BOTH: &[Case] = &[
    case("ADD COLUMN z INT NULL"),
    case("ADD COLUMN z INT NOT NULL DEFAULT 5"),
    case("ADD COLUMN z INT NULL FIRST"),
    case("ADD COLUMN z DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)"),
    case("ADD COLUMN z INT NOT NULL DEFAULT (1 + 1)"),
    case("ADD COLUMN z JSON NULL"),
    case("ADD COLUMN z INT NULL INVISIBLE"),
    case("ADD COLUMN z INT NULL, ADD COLUMN y INT NULL AFTER a"),
    case("ADD COLUMN z INT NULL, MODIFY COLUMN n INT NULL DEFAULT 3"),
    case(VIRTUAL),
    case(STORED),
    after(&[VIRTUAL], "ADD COLUMN z INT NULL"),
    after(&[VIRTUAL], "ADD COLUMN z INT NULL FIRST"),
    after(&[VIRTUAL], "ADD COLUMN z INT NULL, DROP COLUMN amount"),
    after(&[VIRTUAL], "MODIFY COLUMN g INT GENERATED ALWAYS AS (a + 9) VIRTUAL"),
    after(&[STORED], "MODIFY COLUMN st INT GENERATED ALWAYS AS (a + 9) STORED"),
    after(&[STORED], "MODIFY COLUMN d DATETIME NOT NULL"),
    case("DROP COLUMN amount"),
    case("DROP COLUMN b"),
    after(&[VIRTUAL], "DROP COLUMN g"),
    case("ADD COLUMN g INT GENERATED ALWAYS AS (a + 1) VIRTUAL FIRST"),
    case("ADD COLUMN g INT GENERATED ALWAYS AS (a + 1) VIRTUAL, ADD COLUMN z INT NULL"),
    case("ADD COLUMN g INT GENERATED ALWAYS AS (a + 1) VIRTUAL, DROP COLUMN amount"),
    case("ADD COLUMN g INT GENERATED ALWAYS AS (a + 1) VIRTUAL, ALTER COLUMN n SET DEFAULT 3"),
    case("ADD COLUMN g INT GENERATED ALWAYS AS (a + 1) VIRTUAL, MODIFY COLUMN d DATETIME NOT NULL"),
    case("ADD COLUMN g INT GENERATED ALWAYS AS (a + 1) VIRTUAL, ADD KEY z (n)"),
    case("ADD COLUMN g INT GENERATED ALWAYS AS (a + 1) VIRTUAL, COMMENT='x'"),
    after(&[VIRTUAL], "DROP COLUMN g, ADD COLUMN z INT NULL"),
    after(&[VIRTUAL], "DROP COLUMN g, DROP COLUMN amount"),
    after(&[VIRTUAL], "DROP COLUMN g, ADD KEY z (n)"),
    after(&[VIRTUAL], "DROP COLUMN g, COMMENT='x'"),
    after(&[VIRTUAL, OTHER_VIRTUAL], "DROP COLUMN g"),
    after(&[VIRTUAL, OTHER_VIRTUAL], "DROP COLUMN g, DROP COLUMN h"),
    after(&[VIRTUAL], "DROP COLUMN g, ADD COLUMN h INT GENERATED ALWAYS AS (a + 2) VIRTUAL"),
    case("DROP COLUMN amount, ADD COLUMN z INT NULL"),
    case("ALTER COLUMN n SET DEFAULT 3"),
    case("ALTER COLUMN e DROP DEFAULT"),
    case("MODIFY COLUMN n INT NULL COMMENT 'how many'"),
    case("MODIFY COLUMN d DATETIME NULL ON UPDATE CURRENT_TIMESTAMP"),
    case("MODIFY COLUMN n INT NULL INVISIBLE"),
    case("MODIFY COLUMN n BIGINT NULL"),
    case("MODIFY COLUMN b VARCHAR(60) NULL"),
    case("MODIFY COLUMN b VARCHAR(64) NULL"),
    case("MODIFY COLUMN big VARCHAR(400) NULL"),
    case("MODIFY COLUMN b VARCHAR(40) NULL"),
    case("MODIFY COLUMN big TEXT NULL"),
    case("MODIFY COLUMN bin VARBINARY(30) NULL"),
    case("MODIFY COLUMN amount DECIMAL(10, 2) NULL"),
    case("MODIFY COLUMN d DATETIME(6) NULL"),
    case("MODIFY COLUMN e ENUM('x', 'y', 'z') NOT NULL DEFAULT 'x'"),
    case("MODIFY COLUMN e ENUM('z', 'x', 'y') NOT NULL DEFAULT 'x'"),
    case("MODIFY COLUMN s SET('p', 'q', 'r') NULL"),
    case("MODIFY COLUMN s SET('p', 'q', 'r', '4', '5', '6', '7', '8', '9') NULL"),
    case("MODIFY COLUMN d DATETIME NOT NULL"),
    case("MODIFY COLUMN a INT NULL"),
    case("MODIFY COLUMN big VARCHAR(300) CHARACTER SET latin1 NULL"),
    case("MODIFY COLUMN big VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL"),
    case("MODIFY COLUMN b VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL"),
    after(
        &["ADD COLUMN basic VARCHAR(20) CHARACTER SET utf8mb3 NULL"],
        "MODIFY COLUMN basic VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL",
    ),
    case("MODIFY COLUMN n INT NULL FIRST"),
    case(PLAIN_ID),
    after(&[PLAIN_ID], "MODIFY COLUMN id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT"),
    case("ADD KEY kid (id), DROP PRIMARY KEY, ADD PRIMARY KEY (a, id)"),
    case("MODIFY COLUMN id BIGINT UNSIGNED NOT NULL, DROP PRIMARY KEY, ADD PRIMARY KEY (a, id)"),
    case("ADD COLUMN z INT NOT NULL DEFAULT 7, DROP PRIMARY KEY, ADD PRIMARY KEY (id, z)"),
    after(&["MODIFY COLUMN id BIGINT UNSIGNED NOT NULL, DROP PRIMARY KEY"], "ADD PRIMARY KEY (id)"),
    after(
        &["MODIFY COLUMN id BIGINT UNSIGNED NOT NULL, DROP PRIMARY KEY"],
        "ADD COLUMN z BIGINT UNSIGNED NOT NULL AUTO_INCREMENT, ADD PRIMARY KEY (z)",
    ),
    after(&[PLAIN_ID], "DROP PRIMARY KEY"),
    case("ADD KEY z (d)"),
    case("ADD KEY z (doc(20))"),
    case("ADD UNIQUE KEY z (d)"),
    after(&[VIRTUAL], "ADD KEY z (g)"),
    case(WORDS),
    case("DROP KEY kb"),
    case("DROP KEY kb, ADD KEY kb (b, a)"),
    case("COMMENT='what it is'"),
    case("COMMENT='what it is', ADD COLUMN z INT NULL"),
    case("DEFAULT CHARACTER SET latin1, ADD KEY z (d)"),
    // The table's defaults first: what a column says no longer is then what it gets.
    case("DEFAULT CHARACTER SET latin1, MODIFY COLUMN big VARCHAR(300) CHARACTER SET latin1 NULL"),
    case(
        "DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, \
         MODIFY COLUMN big VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL",
    ),
    case("ROW_FORMAT=COMPACT"),
    case("STATS_PERSISTENT=1"),
    case("ADD CONSTRAINT c CHECK (a > 0)"),
    after(&["ADD CONSTRAINT c CHECK (a > 0)"], "DROP CONSTRAINT c"),
    case(OF_P),
    after(&[OF_P], "DROP FOREIGN KEY f"),
    after(&[OF_P], "MODIFY COLUMN n INT NULL DEFAULT 1"),
    after(&[WORDS], "ADD COLUMN z INT NULL"),
    after(&[WORDS], "DROP COLUMN amount"),
    after(&[WORDS], "MODIFY COLUMN d DATETIME NOT NULL"),
    after(&[WORDS], "ADD KEY kid (id), DROP PRIMARY KEY, ADD PRIMARY KEY (a, id)"),
    after(&[WORDS], "ADD KEY z (d)"),
    after(&[WORDS], "ADD FULLTEXT KEY more (big)"),
    after(&[SMALL], "ADD COLUMN z INT NULL"),
    after(&[SMALL], "DROP COLUMN amount"),
    after(&[SMALL], "MODIFY COLUMN e ENUM('x', 'y', 'z') NOT NULL DEFAULT 'x'"),
    after(&["PARTITION BY HASH (id) PARTITIONS 3"], "ADD COLUMN z INT NULL"),
    after(&["PARTITION BY HASH (id) PARTITIONS 3"], "ADD KEY z (d)"),
];

const MYSQL: &[Case] = &[
    case("ADD KEY z ((a + 1))"),
    case("ADD KEY z (d) INVISIBLE"),
    case("ALTER INDEX kb INVISIBLE"),
    case("ADD CONSTRAINT c CHECK (a > 0) NOT ENFORCED"),
];

const MARIADB: &[Case] = &[
    case("ALTER INDEX kb IGNORED"),
    case("ADD COLUMN z INT NULL CHECK (z > 0)"),
    // At a stroke it would be, and no row would be asked.
    Case {
        before: &[],
        alter: "MODIFY COLUMN n INT NULL CHECK (n > 0)",
        is_worse_on_purpose: true,
    },
    case("ADD COLUMN z VARCHAR(40) NULL DEFAULT (UUID())"),
];
