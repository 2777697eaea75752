package slipway.playback;

import slipway.storage.BlobStore;

/**
 * What all addresses lead to, whatever dialect they are written in.
 *
 * @param authoriser stands before everything
 * @param open videos whose indexes are in memory
 * @param growing those of which only the beginning is made
 * @param wholeFile one for all, since it keeps what it makes
 */
record Stock(
    Programme programme,
    Authoriser authoriser,
    Viewers viewers,
    OpenVideos open,
    GrowingVideos growing,
    BlobStore blobs,
    Pictures pictures,
    ServeMp4 wholeFile) {

  Stock(
      Programme programme,
      Authoriser authoriser,
      Viewers viewers,
      OpenVideos open,
      GrowingVideos growing,
      BlobStore blobs,
      Pictures pictures) {
    this(
        programme,
        authoriser,
        viewers,
        open,
        growing,
        blobs,
        pictures,
        new ServeMp4(programme, open, blobs));
  }

  /** What can be watched at a moment. */
  OnShow onShow() {
    return new OnShow(programme, open, growing);
  }
}
