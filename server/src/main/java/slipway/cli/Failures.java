package slipway.cli;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;
import slipway.app.StartFailure;

/** Says what went wrong in sentences; a stack trace is for what we did not foresee. */
final class Failures implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult result)
      throws Exception {
    switch (failure) {
      case StartFailure foreseen -> line.getErr().println("slipway: " + foreseen.getMessage());
      case AdminClient.Refused refused -> line.getErr().println("slipway: " + refused.getMessage());
      case IOException io -> line.getErr().println("slipway: " + io.getMessage());
      default -> throw failure;
    }
    return 1;
  }
}
