package planted.records;

import com.github.kagkarlsson.scheduler.Scheduler;

record KnowsScheduler(Scheduler scheduler) {}
