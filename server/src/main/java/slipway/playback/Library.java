package slipway.playback;

import slipway.core.Changes;
import slipway.core.caption.Captions;
import slipway.core.download.Downloads;
import slipway.core.rendition.Chunks;
import slipway.core.rendition.Renditions;
import slipway.core.sound.Sounds;
import slipway.core.upload.Uploads;
import slipway.core.video.Videos;

/**
 * What the house remembers of all that may be watched.
 *
 * @param chunks for videos that are watched while their first rendition is made
 * @param uploads for videos that are watched while they are still coming in
 * @param changes tells whether any of it may be another by now
 */
public record Library(
    Videos videos,
    Renditions renditions,
    Chunks chunks,
    Captions captions,
    Sounds sounds,
    Downloads downloads,
    Uploads uploads,
    Changes changes) {}
