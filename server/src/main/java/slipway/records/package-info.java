/**
 * The ports of core in SQL, one class for each, valid in SQLite and PostgreSQL. What is searched
 * for has a column; the rest of a record is JSON beside it. Transactions begin in core's use cases
 * and are those of the room sql.
 */
@NullMarked
package slipway.records;

import org.jspecify.annotations.NullMarked;
