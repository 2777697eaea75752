package slipway.migration;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Another library cannot be read. The message is a sentence for a person and holds no key. */
public class VendorException extends IOException {
  private static final long serialVersionUID = 1L;

  public VendorException(String sentence) {
    this(sentence, /* cause= */ null);
  }

  public VendorException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
