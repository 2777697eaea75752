-- Parts are bounded by the ticket that they were made with: the id of its upload.
alter table upload add column ticket_of text;

create index upload_ticket_of on upload (ticket_of);
