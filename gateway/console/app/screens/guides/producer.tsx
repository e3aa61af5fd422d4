import { Text } from '@mantine/core';
import { paths } from '../../paths.js';
import { Item, Points, Section, Steps, To } from './page.js';

export const ProducerGuide = () => (
  <>
    <Section title="Apa yang Anda kerjakan">
      <Text>
        Anda mewakili satu perangkat daerah. Anda mengajukan permohonan, menyerahkan berkas dan strukturnya,
        menyepakati kolom bersama tim teknis, dan memutuskan evaluasi akhir. Tidak ada nilai yang dapat dibaca
        orang lain sebelum langkah penyerahan hasil selesai, dan kolom tertutup tidak pernah masuk ke graf.
      </Text>
      <Text>
        Mulailah setiap hari di <To to={paths.home()}>Beranda</To>: di sana tertulis apa yang menunggu Anda,
        yang terlambat paling atas.
      </Text>
    </Section>
    <Section title="Menerbitkan dataset pertama">
      <Steps>
        <Item>
          <strong>Siapkan satu berkas.</strong> CSV, XLSX, JSON, atau ZIP, apa adanya dari kantor Anda. Baris
          judul, baris jumlah, dan catatan kaki boleh ada; hub mengenalinya. Bila datanya ada di sebuah
          aplikasi, pakailah dump atau struktur basis datanya, atau sambungkan basis datanya: Anda memilih
          tabelnya, lalu langkahnya sama.
        </Item>
        <Item>
          <strong>
            Buka <To to={paths.publishing()}>Terbitkan dataset</To> dan unggah berkas itu.
          </strong>{' '}
          Hub membaca seluruh baris: tabel yang mana, apa isi tiap kolom, wilayah dan periode mana yang
          disebut.
        </Item>
        <Item>
          <strong>Jawab pertanyaannya.</strong> Yang tidak dapat diputuskan dari berkas ditanyakan, dengan
          pilihan dan buktinya. Hub tidak menebak. Bila Anda ragu, tanyakan kepada yang menyusun berkas;
          jawaban Anda tersimpan.
        </Item>
        <Item>
          <strong>Periksa kolom-kolomnya.</strong> Beri judul, uraian, satuan, dan kelas akses: terbuka,
          terbatas (perlu izin dengan tujuan dan batas waktu), atau tertutup. Kolom yang memuat data pribadi
          disarankan tertutup; biarkan begitu kecuali ada dasar untuk mengubahnya.
        </Item>
        <Item>
          <strong>Kirim permohonan (langkah 1).</strong> Lampirkan Dokumen data dan informasi aplikasi. Kepala
          Dinas menerbitkan disposisi dalam satu hari kerja.
        </Item>
        <Item>
          <strong>Serahkan struktur (langkah 2)</strong> dalam satu hari kerja setelah disposisi terbit. Sejak
          itu dataset ada di katalog bagi yang masuk, tetapi semua kolomnya masih ditahan.
        </Item>
        <Item>
          <strong>Sepakati kolom (langkah 3).</strong> Anda dan tim teknis menilai tiap kolom, lalu
          masing-masing menandatangani isi yang sama. Setiap perubahan setelah itu membatalkan kedua tanda
          tangan.
        </Item>
        <Item>
          <strong>Tunggu langkah 4 sampai 6.</strong> Tim teknis menyiapkan API, akses, dan laporan. Pada
          langkah 6 kolom yang disepakati mulai disajikan dengan label “menunggu evaluasi akhir”.
        </Item>
        <Item>
          <strong>Terapkan dan evaluasi (langkah 7 dan 8).</strong> Periksa data yang disajikan di sistem
          Anda, lampirkan hasil validasi, lalu pilih <em>sudah</em> atau <em>belum</em>. Pada <em>belum</em>,
          sebutkan kolom yang tidak sesuai dan alasannya; kolom itu langsung ditahan, yang lain tetap
          disajikan.
        </Item>
      </Steps>
      <Text>
        Di mana sebuah permohonan berada, siapa yang berikutnya, dan sampai kapan, tertulis di{' '}
        <To to={paths.cases()}>Permohonan</To>. Bertanyalah kepada tim teknis di tab Percakapan permohonan
        itu; keputusannya tetap diambil lewat tindakan.
      </Text>
    </Section>
    <Section title="Memperbarui data">
      <Points>
        <Item>
          Berkas baru dengan kolom yang sama tidak memerlukan permohonan: buka{' '}
          <To to={paths.mine()}>Data saya</To>, pilih dataset, lalu muat berkasnya. Jawaban yang lalu dipakai
          lagi; hanya hal baru yang ditanyakan.
        </Item>
        <Item>
          Kolom baru, kolom yang berubah arti atau satuan, dan kolom yang dihapus memerlukan permohonan
          perubahan: buka dataset di <To to={paths.mine()}>Data saya</To>, lalu pilih{' '}
          <strong>Ajukan perubahan</strong>. Kolom lama tetap disajikan selama masa peralihan.
        </Item>
        <Item>
          Dataset dari basis data ditarik sendiri menurut jadwal. Di dataset itu, pada bagian{' '}
          <strong>Tarikan</strong>, tertulis bagaimana tarikan terakhir; di sana pula Anda menariknya
          sekarang, mengubah jadwalnya, atau mengakhirinya.
        </Item>
        <Item>
          Salah muat? Di layar yang sama Anda dapat menyajikan kembali rilis sebelumnya. Kolom yang keliru
          dapat dihentikan seketika, dengan alasan; mengaktifkannya kembali memerlukan tanda tangan kedua
          pihak.
        </Item>
        <Item>
          Isi yang tidak boleh disimpan, misalnya data pribadi yang terlanjur dimuat, dihapus di mana pun:
          usulkan rilis atau kolomnya di dataset itu, pada bagian <strong>Penghapusan</strong>. Kepala bidang
          menandatangani.
        </Item>
      </Points>
    </Section>
    <Section title="Bila instansi menjalankan layanan GraphQL sendiri">
      <Text>
        Di <To to={paths.subgraphs()}>Subgraf sendiri</To> SDL diperiksa sebelum diterbitkan: setiap temuan
        menyebut baris dan apa yang perlu diubah. Perubahan yang dapat merusak kueri yang dipakai menunggu
        tinjauan tim teknis. Di halaman yang sama Anda mengumumkan pemeliharaan, melihat kunci yang menandai
        permintaan dari hub, dan menyetujui instansi lain menambahkan field pada tipe Anda.
      </Text>
    </Section>
    <Section title="Permintaan izin dari pengguna">
      <Text>
        Permintaan atas kolom terbatas muncul di <To to={paths.requests()}>Izin akses</To>. Baca tujuannya,
        batas waktunya, dan kolom yang diminta, lalu setujui atau tolak dengan alasan. Izin dapat Anda cabut
        kapan saja dan berakhir dengan sendirinya pada hari terakhirnya. Bila tim teknis boleh memutuskan
        juga, nyatakan di dataset Anda, pada bagian Pemakaian.
      </Text>
    </Section>
    <Section title="Bila ditolak">
      <Points>
        <Item>
          <strong>Berkas ditolak.</strong> Laporan pemuatan menyebut baris, kolom, dan sebabnya. Unduh baris
          yang ditolak, perbaiki, lalu kirim lagi; atau pilih agar baris itu disisihkan dan yang lain dimuat.
        </Item>
        <Item>
          <strong>Tombol tidak dapat ditekan.</strong> Alasannya tertulis di sebelahnya, beserta siapa yang
          harus bertindak lebih dahulu.
        </Item>
        <Item>
          <strong>Permohonan dikembalikan.</strong> Baca alasannya di permohonan, perbaiki, lalu kirim lagi.
          Permohonan yang ditolak ditutup; ajukan yang baru.
        </Item>
        <Item>
          <strong>“Permohonan sudah berubah”.</strong> Orang lain bertindak lebih dahulu. Muat ulang halaman
          dan baca keadaan terbarunya sebelum mencoba lagi.
        </Item>
        <Item>
          <strong>Batas waktu terlewati.</strong> Tercatat sebagai penyimpangan. Isi sebab dan perbaikannya di
          permohonan; atasan menerima atau mengembalikannya. Permohonan tetap berjalan.
        </Item>
      </Points>
    </Section>
  </>
);
