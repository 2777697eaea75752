package planted.config;

import planted.storage.Innocent;

record KnowsStorage(Innocent blobs) {}
