package slipway.api.gcore;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import slipway.core.access.Protections;
import slipway.core.account.Account;
import slipway.core.caption.CaptionFiles;
import slipway.core.caption.Captions;
import slipway.core.caption.KeepCaption;
import slipway.core.caption.RemoveCaption;
import slipway.core.directory.KeepDirectories;
import slipway.core.document.KeepDocuments;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.quality.ChooseQualitySet;
import slipway.core.quality.QualitySet;
import slipway.core.video.Videos;
import slipway.http.Handler;
import slipway.http.Routes;

/** Everything of an account that goes with its videos: sections 11 and 12, and what is not here. */
public final class GcoreThings implements GcoreReferences {
  /** Out of scope, also live: nothing of it is there (section 12). */
  private static final List<String> ABSENT =
      List.of("/streams", "/broadcasts", "/restreams", "/statistics", "/ads", "/rtmp");

  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  private final Parts parts;

  /** What this part of the dialect works with. */
  public record Parts(
      GcoreFiles files,
      Captions captions,
      KeepCaption keepCaption,
      RemoveCaption removeCaption,
      CaptionFiles captionFiles,
      Protections protections,
      KeepDirectories directories,
      ChooseQualitySet qualities,
      KeepDocuments documents) {}

  GcoreThings(Parts parts) {
    this.parts = parts;
  }

  /** Adds the routes; {@code known} lets only callers with a key in. */
  void addTo(
      Routes routes,
      Videos videos,
      GcoreVideos shapes,
      Function<GcoreRoutes.Operation, Handler> known) {
    addSubtitles(routes, new GcoreOwned(videos), known);
    addKept(routes, new GcoreOwned(videos), shapes, known);
    addDirectories(routes, new GcoreDirectories(parts.directories(), shapes), known);
    var sets = new GcoreQualitySets(parts.qualities());
    routes
        .get("/quality_sets", known.apply(sets::list))
        .put("/quality_sets/default", known.apply(sets::choose))
        .get(
            "/videos/{id}/encryption",
            known.apply(new GcoreContentKey(videos, parts.protections())));
    Handler disabled =
        known.apply((_, _) -> {
          throw new ProblemException(new Problem.NotConfigured("there is no AI here")); // GC-24
        });
    Handler absent = known.apply((_, _) -> GcoreProblems.notFound());
    for (String method : METHODS) {
      routes.route(method, "/ai/{rest...}", disabled);
      ABSENT.forEach(path -> routes.route(method, path + "/{rest...}", absent));
    }
  }

  private void addSubtitles(
      Routes routes, GcoreOwned owned, Function<GcoreRoutes.Operation, Handler> known) {
    var subtitles =
        new GcoreSubtitles(
            owned,
            parts.captions(),
            parts.keepCaption(),
            parts.removeCaption(),
            parts.captionFiles());
    String all = "/videos/{id}/subtitles";
    String one = all + "/{subtitle}";
    routes
        .get(all, known.apply(subtitles::list))
        .post(all, known.apply(subtitles::add))
        .get(one, known.apply(subtitles::get))
        .patch(one, known.apply(subtitles::change))
        .delete(one, known.apply(subtitles::delete));
  }

  private void addKept(
      Routes routes,
      GcoreOwned owned,
      GcoreVideos shapes,
      Function<GcoreRoutes.Operation, Handler> known) {
    var players = new GcoreKept(parts.documents(), "player", GcorePlaylists::checkPlayer);
    var playlists = new GcoreKept(parts.documents(), "playlist", GcorePlaylists::checkPlaylist);
    addKept(routes, "/players", players, known);
    addKept(routes, "/playlists", playlists, known);
    var lists = new GcorePlaylists(playlists, owned, shapes);
    routes
        .get(
            "/players/{id}/preview",
            known.apply((request, caller) -> GcorePlaylists.preview(players, request, caller)))
        .get("/playlists/{id}/videos", known.apply(lists::videos));
  }

  private static void addKept(
      Routes routes, String all, GcoreKept kept, Function<GcoreRoutes.Operation, Handler> known) {
    String one = all + "/{id}";
    routes
        .get(all, known.apply(kept::list))
        .post(all, known.apply(kept::add))
        .get(one, known.apply(kept::get))
        .patch(one, known.apply(kept::change))
        .delete(one, known.apply(kept::delete));
  }

  private static void addDirectories(
      Routes routes, GcoreDirectories directories, Function<GcoreRoutes.Operation, Handler> known) {
    String one = "/directories/{id}";
    routes
        .post("/directories", known.apply(directories::make))
        .get("/directories/tree", known.apply(directories::tree))
        .get(one, known.apply(directories::get))
        .patch(one, known.apply(directories::change))
        .delete(one, known.apply(directories::delete));
  }

  @Override
  public boolean hasDirectory(Account account, long id) {
    return parts.directories().has(account.number(), id);
  }

  @Override
  public boolean hasQualitySet(Account account, long id) {
    return QualitySet.numbered(id).isPresent();
  }

  @Override
  public OptionalLong usualQualitySet(Account account) {
    return parts.qualities().chosen(account.number());
  }
}
