/**
 * Work that must be done even if the process dies meanwhile: a queue in the database, worked on by
 * this node or by several, on top of db-scheduler. Before it stands {@code sql}, whose transactions
 * it joins, so that a change and the job it causes are one commit. After it come the rooms that
 * register handlers ({@code pipeline}, {@code webhook}).
 *
 * <p><b>What is promised.</b> A committed job is begun at least once, and again until a run says
 * how it ends or the job is cancelled. Runs of one job do not overlap within a process; across
 * processes only when a node that was silent for long turns out to live, and then only one of them
 * counts. The end of a run is one transaction: {@link slipway.jobs.Outcome.Done} removes the job
 * and writes the handler's last change, {@link slipway.jobs.JobHandler#gaveUp} likewise, and
 * neither happens if the job was cancelled or taken over meanwhile. So effects in the database
 * happen exactly once; effects elsewhere (files, requests) may happen again and must bear it.
 *
 * <p><b>After a crash.</b> With SQLite the folder lock proves that the old process is gone: its
 * jobs are freed at start, at once. With PostgreSQL other nodes free them after some missed
 * heartbeats. Nothing is ever left behind as running, and what fails for good ends in {@code
 * gaveUp}.
 *
 * <p><b>Order.</b> Within a lane by priority, then by due time; what has waited long has turns of
 * its own ({@link slipway.jobs.Rank}). Lanes do not wait for each other.
 */
@NullMarked
package slipway.jobs;

import org.jspecify.annotations.NullMarked;
