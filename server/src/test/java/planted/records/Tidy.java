package planted.records;

import planted.core.video.Video;

record Tidy(Video video) {}
