-- Secrets of functions: values are encrypted with AES-256-GCM, the name belongs to what is sealed.
create table _secrets (
  name text primary key,
  value text not null, -- nonce and ciphertext in Base64
  created_at integer not null,
  updated_at integer not null
) strict, without rowid;
