-- Secrets of functions: values are encrypted with AES-256-GCM, the name belongs to what is sealed.
create table _secrets (
  name text collate "C" primary key,
  value text not null, -- nonce and ciphertext in Base64
  created_at timestamptz not null,
  updated_at timestamptz not null
);
