package slipway.core.account;

/** Who is asking: the account, and the key that proved it. */
public record Caller(Account account, ApiKey key) {}
