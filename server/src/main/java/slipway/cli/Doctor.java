package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;
import slipway.app.Checkup;

/** {@code slipway doctor}. */
@Command(
    name = "doctor",
    description = "Looks at this machine and these settings, and says what is missing.",
    mixinStandardHelpOptions = true)
final class Doctor implements Callable<Integer> {
  @Unmatched private final List<String> flags = new ArrayList<>();

  @Override
  public Integer call() {
    List<Checkup.Finding> findings = Checkup.run(flags);
    for (Checkup.Finding finding : findings) {
      System.out.printf("%s %s%n", finding.good() ? " ok " : "  ! ", finding.sentence());
    }
    return findings.stream().allMatch(Checkup.Finding::good) ? 0 : 1;
  }
}
