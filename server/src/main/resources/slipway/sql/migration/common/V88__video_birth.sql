-- Lists of Cloudflare's dialect go by the time of birth in microseconds, piece by piece.
create index video_birth on video (account, (created_at * 1000 + serial % 1000));
