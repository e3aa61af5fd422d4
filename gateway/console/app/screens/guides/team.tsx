import { Text } from '@mantine/core';
import { paths } from '../../paths.js';
import { Item, Points, Section, Steps, To } from './page.js';

export const TeamGuide = () => (
  <>
    <Section title="Apa yang Anda kerjakan">
      <Text>
        Tim teknis melaksanakan langkah 3 sampai 6 dan memulai langkah 9. Selain itu tim memeriksa perubahan
        skema, menjaga subgraf yang terpasang, dan dapat menghentikan kolom yang bermasalah. Anda melihat
        semua permohonan sejak diajukan. Yang menunggu Anda ada di <To to={paths.home()}>Beranda</To>, semua
        permohonan di <To to={paths.cases()}>Permohonan</To>.
      </Text>
    </Section>
    <Section title="Satu permohonan, dari kesepakatan sampai laporan">
      <Steps>
        <Item>
          <strong>Kesepakatan kolom (langkah 3, satu bulan).</strong> Nilai setiap kolom: disepakati, ditolak,
          atau ditunda; selain disepakati wajib disertai alasan. Periksa nama, jenis, satuan, rujukan wilayah
          dan periode, serta kelas akses. Lalu tanda tangani. Produsen menandatangani isi yang sama, oleh
          orang yang berbeda. <em>Ya</em> memerlukan sedikitnya satu kolom yang disepakati; <em>tidak</em>{' '}
          mengembalikan permohonan ke langkah 2 dan tercatat sebagai penyimpangan keluaran.
        </Item>
        <Item>
          <strong>Penyiapan API (langkah 4, satu bulan).</strong> Hub menyusun subgraf dan memeriksanya. Bila
          pemeriksaan gagal, permohonan menyebut aturan dan kolomnya; perbaiki sebelum melanjutkan.
        </Item>
        <Item>
          <strong>Penyediaan akses (langkah 5, satu bulan).</strong> Pastikan data sudah dimuat dan subgraf
          sehat, lalu beri kunci layanan bagi aplikasi yang memakai. Kunci dibuat di{' '}
          <To to={paths.keys()}>Kunci</To> atau ditunjuk di permohonan.
        </Item>
        <Item>
          <strong>Penyerahan hasil (langkah 6, satu hari).</strong> Hub menerbitkan laporan kepada produsen
          dan Kepala Bidang serta mengarsipkan datanya. Pada saat ini kolom mulai disajikan.
        </Item>
        <Item>
          <strong>Evaluasi akhir (langkah 8).</strong> Keputusan produsen. Pada <em>belum</em>, permohonan
          kembali ke langkah 3; Anda dapat mengarahkannya sekali ke langkah 4 atau 5, dengan alasan.
        </Item>
        <Item>
          <strong>Laporan akhir (langkah 9).</strong> Siapkan laporannya; Kepala Bidang meneruskan, Kepala
          Dinas menerima.
        </Item>
      </Steps>
      <Text>
        Batas waktu dihitung dalam hari kerja menurut kalender kantor. Seluruh keadaan, juga keterlambatan
        tiap langkah, ada di <To to={paths.state()}>Keadaan</To>. Yang perlu ditanyakan kepada produsen
        tulislah di tab Percakapan permohonan; pesan baru tertanda di daftar permohonan.
      </Text>
    </Section>
    <Section title="Memeriksa perubahan skema">
      <Steps>
        <Item>
          Buka <To to={paths.proposals()}>Usulan skema</To>. Yang menunggu adalah perubahan yang memutus kueri
          yang tercatat atau menyentuh milik instansi lain.
        </Item>
        <Item>
          Baca temuannya: klien, operasi, dan pemilik yang terkena. Lihat gladi resik: skema sesudahnya dan
          apa yang akan dilihat tiap jenis pemanggil.
        </Item>
        <Item>
          Setujui persis yang Anda baca, atau kembalikan dengan alasan. Usulan instansi sendiri tidak dapat
          Anda setujui.
        </Item>
      </Steps>
      <Text>
        Keadaan tiap subgraf dan peluncurannya ada di <To to={paths.registry()}>Registri</To>. Di sana pula
        Anda mengembalikan subgraf jauh ke susunan terdahulu; status kolom tidak berubah karenanya.
      </Text>
    </Section>
    <Section title="Bila ditolak atau terjadi gangguan">
      <Points>
        <Item>
          <strong>Tindakan ditolak karena peran.</strong> Sebuah kesepakatan memerlukan dua orang dari dua
          pihak. Mintalah rekan setim bila Anda sudah bertindak di pihak lain.
        </Item>
        <Item>
          <strong>Tanda tangan gugur.</strong> Isi berubah setelah ditandatangani. Baca perubahannya, lalu
          tanda tangani lagi.
        </Item>
        <Item>
          <strong>Dokumen yang diperlukan belum ada.</strong> Mintalah kepada pemiliknya. Hanya Kepala Bidang
          yang dapat mengizinkan langkah berjalan tanpanya, dan itu tercatat sebagai penyimpangan kelengkapan.
        </Item>
        <Item>
          <strong>Subgraf mati atau berbeda dari yang terdaftar.</strong> Jawaban lain tetap utuh. Subgraf
          yang berbeda dikarantina sampai sesuai kembali; hubungi pemiliknya.
        </Item>
        <Item>
          <strong>Nilai yang salah atau bocor.</strong> Hentikan kolom atau datasetnya seketika, dengan
          alasan. Kunci yang bocor dicabut oleh Anda, produsen instansinya, atau pengelola.
        </Item>
        <Item>
          <strong>Penyimpangan atas nama tim.</strong> Isi sebab, perbaikan, dan buktinya di permohonan.
          Kepala Bidang menerima atau mengembalikannya.
        </Item>
      </Points>
    </Section>
  </>
);
