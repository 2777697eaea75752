/**
 * The way to a database: opening and migrating it, transactions that join, and conventions that let
 * one SQL text run on SQLite and on PostgreSQL. Before it stands only a settings record; it knows
 * nothing of videos. After it come the rooms that remember things ({@code records}, {@code jobs}).
 *
 * <p><b>Columns</b>, the same in both databases: times are {@code BIGINT} milliseconds since 1970
 * (bind and read {@link java.time.Instant}), ids {@code TEXT} (bind and read {@link java.util.UUID}
 * or text), truth values {@code SMALLINT} 0 or 1 (bind and read {@code boolean}), JSON {@code
 * TEXT}. A sequence is a row: {@code UPDATE counter SET last = last + 1 WHERE name = :name
 * RETURNING last}. An insert that may already be there ends in {@code ON CONFLICT … DO NOTHING},
 * because PostgreSQL gives up a transaction after any failed statement.
 *
 * <p><b>Migrations</b> are Flyway scripts in {@code slipway/sql/migration/common}, or under the
 * same version in both {@code …/sqlite} and {@code …/postgresql} where the databases must differ.
 */
@NullMarked
package slipway.sql;

import org.jspecify.annotations.NullMarked;
