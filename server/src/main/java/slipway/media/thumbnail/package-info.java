/**
 * Makes pictures of videos: single frames, contact sheets, short animations.
 *
 * <p>Before it comes an MP4 file whose index was read, after it stands one JPEG, PNG or GIF file.
 * What a picture is to be is plain data ({@link slipway.media.thumbnail.PictureWish}); only {@link
 * slipway.media.thumbnail.PictureMaker} runs FFmpeg.
 */
@NullMarked
package slipway.media.thumbnail;

import org.jspecify.annotations.NullMarked;
