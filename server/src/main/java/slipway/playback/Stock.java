package slipway.playback;

import slipway.storage.BlobStore;

/**
 * What all addresses lead to, whatever dialect they are written in.
 *
 * @param authoriser stands before everything
 * @param open videos whose indexes are in memory
 * @param growing those of which only the beginning is made
 */
record Stock(
    Programme programme,
    Authoriser authoriser,
    Viewers viewers,
    OpenVideos open,
    GrowingVideos growing,
    BlobStore blobs,
    Pictures pictures) {

  /** What can be watched at a moment. */
  OnShow onShow() {
    return new OnShow(programme, open, growing);
  }
}
