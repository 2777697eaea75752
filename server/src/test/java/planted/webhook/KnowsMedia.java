package planted.webhook;

import planted.media.probe.KnowsCore;

record KnowsMedia(KnowsCore probe) {}
