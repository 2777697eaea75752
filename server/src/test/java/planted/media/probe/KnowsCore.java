package planted.media.probe;

import planted.core.video.Video;

public record KnowsCore(Video video) {}
