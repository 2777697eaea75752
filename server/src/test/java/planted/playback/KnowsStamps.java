package planted.playback;

import org.bouncycastle.tsp.TSPAlgorithms;

class KnowsStamps {
  Object digest() {
    return TSPAlgorithms.SHA256;
  }
}
