package slipway.playback;

import slipway.storage.BlobStore;

/**
 * What all addresses lead to, whatever dialect they are written in.
 *
 * @param authoriser stands before everything
 * @param open videos whose indexes are in memory
 */
record Stock(
    Programme programme,
    Authoriser authoriser,
    Viewers viewers,
    OpenVideos open,
    BlobStore blobs,
    Pictures pictures) {}
