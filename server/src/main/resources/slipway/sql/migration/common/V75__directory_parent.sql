create index directory_parent on directory (parent);
