package planted.core.task;

import planted.core.video.Video;

public record KnowsVideo(Video video) {}
