import { paths } from '../../paths.js';
import { Item, Points, Section, Steps, To } from './page.js';

export const HeadGuide = () => (
  <>
    <Section title="Lima menit setiap pagi">
      <Steps>
        <Item>
          Buka <To to={paths.home()}>Beranda</To>. Yang terlambat ada paling atas, lalu yang segera jatuh
          tempo.
        </Item>
        <Item>
          Buka tiap baris. Permohonan menunjukkan langkahnya, dokumennya, riwayatnya, dan apa yang dapat Anda
          lakukan sekarang. Tombol yang belum dapat ditekan menyebut alasannya.
        </Item>
        <Item>
          Buka <To to={paths.state()}>Keadaan</To> untuk seluruh kabupaten: permohonan yang berjalan,
          keterlambatan tiap langkah, dan penyimpangan yang belum dipertanggungjawabkan.
        </Item>
      </Steps>
    </Section>
    <Section title="Kepala Dinas">
      <Points>
        <Item>
          <strong>Disposisi (langkah 1, satu hari kerja).</strong> Baca permohonan dan dokumennya, lalu
          terbitkan disposisi, kembalikan untuk diperbaiki, atau tolak dengan alasan. Waktu berjalan sejak
          permohonan lengkap, dan keterlambatannya tercatat atas nama Anda.
        </Item>
        <Item>
          <strong>Laporan akhir (langkah 9).</strong> Kepala Bidang meneruskannya kepada Anda. Setelah Anda
          menerimanya, permohonan ditutup.
        </Item>
        <Item>
          <strong>Penyimpangan Kepala Bidang</strong> Anda terima atau kembalikan. Penyimpangan Anda sendiri
          ditutup dengan pernyataan, dan ditampilkan begitu.
        </Item>
      </Points>
    </Section>
    <Section title="Kepala Bidang">
      <Points>
        <Item>
          <strong>Laporan hasil dan laporan akhir.</strong> Anda menerima laporan langkah 6 dan meneruskan
          laporan akhir kepada Kepala Dinas.
        </Item>
        <Item>
          <strong>Dokumen yang belum ada.</strong> Hanya Anda yang dapat mengizinkan sebuah langkah berjalan
          tanpa dokumen yang diwajibkan. Keputusan itu tercatat sebagai penyimpangan atas nama pihak yang
          berutang dokumen.
        </Item>
        <Item>
          <strong>Rilis ke publik.</strong> Produsen meminta, Anda memutuskan. Yang terbuka bagi publik
          hanyalah kolom terbuka yang sudah diserahkan.
        </Item>
        <Item>
          <strong>Penyimpangan produsen dan tim teknis.</strong> Baca sebab, perbaikan, dan buktinya. Terima,
          atau kembalikan dengan alasan. Tidak ada yang dapat dihapus; catatan yang keliru dikoreksi dengan
          catatan kedua.
        </Item>
        <Item>
          <strong>Penghapusan data.</strong> Produsen mengusulkan, Anda menandatangani di halaman dataset itu
          di katalog. Ini tidak dapat dibatalkan.
        </Item>
      </Points>
    </Section>
    <Section title="Berlaku bagi keduanya">
      <Points>
        <Item>
          <strong>Mengesahkan peran.</strong> Peran dalam prosedur baru berlaku setelah disahkan seorang
          kepala yang bukan penerimanya dan bukan pemberinya, di <To to={paths.accounts()}>Akun dan peran</To>
          . Periksa dahulu apakah orang itu memang pejabatnya.
        </Item>
        <Item>
          <strong>Plt. dan Plh.</strong> Bila Anda berhalangan, tunjuk pengganti dengan tanggal mulai dan
          selesai. Riwayat menyebut kedua nama.
        </Item>
        <Item>
          <strong>Menghentikan penyajian.</strong> Kolom atau dataset dapat Anda hentikan seketika, dengan
          alasan. Mengaktifkannya kembali memerlukan tanda tangan kedua pihak.
        </Item>
        <Item>
          <strong>Memeriksa catatan.</strong> Siapa melakukan apa, dan kapan, ada di{' '}
          <To to={paths.audit()}>Audit</To>; di sana juga terlihat apakah rantai catatannya utuh.
        </Item>
      </Points>
    </Section>
    <Section title="Bila ditolak">
      <Points>
        <Item>
          <strong>Tindakan belum berlaku.</strong> Permohonan menyebut siapa yang berikutnya dan sampai kapan.
        </Item>
        <Item>
          <strong>Tidak dapat mengesahkan.</strong> Anda penerima atau pemberi peran itu. Kepala yang lain
          harus mengesahkannya.
        </Item>
        <Item>
          <strong>“Permohonan sudah berubah”</strong> sejak Anda membukanya. Muat ulang, baca, lalu putuskan
          lagi.
        </Item>
      </Points>
    </Section>
  </>
);
