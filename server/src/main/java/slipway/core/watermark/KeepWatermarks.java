package slipway.core.watermark;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/**
 * Makes, shows and deletes watermark profiles. The picture is kept first and named by the profile
 * after; before either, a job is put up that takes back what came to be named by none.
 */
public final class KeepWatermarks {
  /** The largest file of a picture, in bytes (CF-134). */
  public static final int LARGEST = 2 << 20;

  private static final int MOST = 1000;
  private static final int LONGEST_NAME = 200;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final WatermarkProfiles profiles;
  private final WatermarkImages images;
  private final RemotePictures remote;
  private final WatermarkWork work;
  private final Transactions transactions;
  private final Ids ids;
  private final InstantSource clock;

  public KeepWatermarks(
      WatermarkProfiles profiles,
      WatermarkImages images,
      RemotePictures remote,
      WatermarkWork work,
      Transactions transactions,
      Ids ids,
      InstantSource clock) {
    this.profiles = profiles;
    this.images = images;
    this.remote = remote;
    this.work = work;
    this.transactions = transactions;
    this.ids = ids;
    this.clock = clock;
  }

  /** How a picture is to be laid over videos. */
  public record Asked(
      String name,
      double opacity,
      double padding,
      double scale,
      WatermarkProfile.Position position) {}

  /**
   * Makes a profile of a picture that was sent.
   *
   * @throws ProblemException {@link Problem.BadField}, {@link Problem.BodyTooLarge}, {@link
   *     Problem.WrongState} when there are too many
   */
  public WatermarkProfile add(long account, Asked asked, byte[] png) {
    check(asked);
    return add(account, asked, png, /* from= */ null);
  }

  /** The same of a picture that lies elsewhere. */
  public WatermarkProfile fetch(long account, Asked asked, String url) {
    check(asked);
    return add(account, asked, remote.fetch(url, LARGEST), url);
  }

  private WatermarkProfile add(long account, Asked asked, byte[] png, @Nullable String from) {
    if (png.length > LARGEST) {
      throw new ProblemException(
          new Problem.BadField("file", "a watermark has at most " + LARGEST + " bytes"));
    }
    UUID id = ids.uuid();
    WatermarkImages.Picture size = images.look(png);
    transactions.change(() -> {
      requireRoom(account);
      work.eraseUnlessNeeded(id);
    });
    images.keep(id, png);
    try {
      return transactions.run(() -> {
        requireRoom(account);
        WatermarkProfile profile =
            new WatermarkProfile(
                id,
                account,
                asked.name(),
                png.length,
                size.width(),
                size.height(),
                asked.opacity(),
                asked.padding(),
                asked.scale(),
                asked.position(),
                from,
                clock.instant(),
                /* deletedAt= */ null);
        profiles.add(profile);
        return profile;
      });
    } catch (RuntimeException | Error failure) {
      images.drop(id);
      throw failure;
    }
  }

  private void requireRoom(long account) {
    if (profiles.of(account).size() >= MOST) {
      throw new ProblemException(
          new Problem.WrongState(
              "an account has at most " + MOST + " watermarks; delete one first"));
    }
  }

  /** Those of an account, newest first. */
  public List<WatermarkProfile> list(long account) {
    return profiles.of(account);
  }

  /**
   * One of an account, also a deleted one: videos still show what marks them.
   *
   * @throws ProblemException {@link Problem.NotFound}
   */
  public WatermarkProfile get(long account, UUID id) {
    return profiles
        .byId(id)
        .filter(profile -> profile.account() == account)
        .orElseThrow(KeepWatermarks::unknown);
  }

  /**
   * Deletes one. Its picture stays as long as there are videos that were made with it: they may be
   * encoded once more.
   *
   * @throws ProblemException {@link Problem.NotFound}
   */
  public void delete(long account, UUID id) {
    transactions.change(() -> {
      WatermarkProfile profile = get(account, id);
      if (profile.deletedAt() != null) {
        throw unknown();
      }
      profiles.update(profile.deleted(clock.instant()));
      work.eraseUnlessNeeded(id);
    });
  }

  private static ProblemException unknown() {
    return new ProblemException(new Problem.NotFound("watermark not found"));
  }

  private static void check(Asked asked) {
    share("opacity", asked.opacity());
    share("padding", asked.padding());
    share("scale", asked.scale());
    if (asked.name().length() > LONGEST_NAME || CONTROL.matcher(asked.name()).find()) {
      throw new ProblemException(
          new Problem.BadField("name", "a name has at most 200 characters on one line"));
    }
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new ProblemException(new Problem.BadField(name, name + " must be between 0.0 and 1.0"));
    }
  }
}
