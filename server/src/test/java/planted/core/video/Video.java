package planted.core.video;

import planted.core.task.KnowsVideo;

public record Video(KnowsVideo task) {}
