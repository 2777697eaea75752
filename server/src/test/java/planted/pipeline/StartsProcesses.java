package planted.pipeline;

final class StartsProcesses {
  ProcessBuilder start() {
    return new ProcessBuilder("ffmpeg");
  }
}
