create table puskesmas (
  kode_puskesmas varchar(12) primary key,
  nama varchar(100) not null,
  kode_wilayah varchar(13) not null,
  tahun char(4) not null,
  rawat_inap boolean,
  tempat_tidur integer
);
insert into puskesmas values
  ('P3514010101', 'Puskesmas Purwodadi', '35.14.01', '2025', true, 12),
  ('P3514020101', 'Puskesmas Tutur', '35.14.02', '2025', true, 10),
  ('P3514020102', 'Puskesmas Nongkojajar', '35.14.02', '2025', false, null);
