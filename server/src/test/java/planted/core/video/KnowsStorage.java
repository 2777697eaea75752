package planted.core.video;

import planted.storage.Innocent;

record KnowsStorage(Innocent blobs) {}
