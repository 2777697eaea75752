package slipway.app;

import java.time.Clock;
import slipway.core.Ids;
import slipway.core.event.RecordEvent;
import slipway.core.journey.MoveVideo;
import slipway.core.journey.RetryVideo;
import slipway.core.task.Work;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.ExpireUploads;
import slipway.core.upload.ForbiddenUrls;
import slipway.core.upload.ImportFromUrl;
import slipway.core.upload.JoinParts;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Space;
import slipway.core.upload.TakeBytes;

/**
 * What the house does with an upload and its video, whoever asks: core's use cases over its memory.
 */
record Rules(
    RequestUpload requestUpload,
    ImportFromUrl importFromUrl,
    TakeBytes take,
    CreateUpload create,
    JoinParts parts,
    MoveVideo move,
    RetryVideo retry,
    ExpireUploads expire) {

  static Rules of(
      ServerSettings settings,
      Memory memory,
      Work work,
      RecordEvent record,
      Space space,
      ForbiddenUrls whyNot,
      Ids ids,
      Clock clock) {
    RequestUpload requestUpload =
        new RequestUpload(
            memory.videos(),
            memory.tasks(),
            memory.uploads(),
            record,
            memory.transactions(),
            ids,
            clock,
            settings.uploads());
    ImportFromUrl importFromUrl =
        new ImportFromUrl(
            memory.videos(),
            memory.tasks(),
            memory.uploads(),
            work,
            record,
            memory.transactions(),
            ids,
            clock,
            settings.uploads(),
            settings.imports().gateways(),
            whyNot,
            memory.authorizations());
    TakeBytes take =
        new TakeBytes(
            memory.videos(),
            memory.tasks(),
            memory.uploads(),
            memory.accounts(),
            work,
            record,
            memory.transactions(),
            clock,
            settings.uploads(),
            space);
    CreateUpload create =
        new CreateUpload(
            requestUpload,
            take,
            memory.videos(),
            memory.uploads(),
            memory.transactions(),
            ids,
            clock);
    JoinParts parts = new JoinParts(memory.videos(), memory.uploads(), work, memory.transactions());
    MoveVideo move =
        new MoveVideo(
            memory.videos(),
            memory.tasks(),
            memory.renditions(),
            work,
            record,
            memory.transactions(),
            clock);
    RetryVideo retry =
        new RetryVideo(
            memory.videos(),
            memory.tasks(),
            memory.renditions(),
            work,
            record,
            memory.transactions(),
            clock);

    ExpireUploads expire =
        new ExpireUploads(
            memory.videos(),
            memory.tasks(),
            memory.uploads(),
            work,
            record,
            memory.transactions(),
            clock);
    return new Rules(requestUpload, importFromUrl, take, create, parts, move, retry, expire);
  }
}
