import { Code, Text } from '@mantine/core';
import { paths } from '../../paths.js';
import { Item, Points, Section, Steps, To } from './page.js';

export const AdminGuide = () => (
  <>
    <Section title="Apa yang Anda kerjakan">
      <Text>
        Anda mengelola akun, peran, dan pengaturan. Anda tidak mempunyai wewenang dalam langkah-langkah
        prosedur, tidak melihat dokumen permohonan, tidak melihat rahasia kunci, dan tidak dapat menetapkan
        kata sandi orang lain.
      </Text>
    </Section>
    <Section title="Hari pertama">
      <Steps>
        <Item>
          Saat pertama dijalankan, hub membuat dua akun (<Code>admin</Code> dan <Code>kepala.dinas</Code>) dan
          mencetak satu kode sekali pakai untuk masing-masing. Serahkan kode Kepala Dinas kepada orangnya
          sendiri.
        </Item>
        <Item>
          Di <To to={paths.accounts()}>Akun dan peran</To>, daftarkan perangkat daerah dengan singkatan
          tetapnya. Singkatan itu menjadi bagian nama dataset dan tidak berubah lagi.
        </Item>
        <Item>
          Buat akun tiap pejabat: nama, NIP, jabatan, instansi. Serahkan tautannya langsung kepada pemiliknya;
          tautan berlaku sekali dan berbatas waktu.
        </Item>
        <Item>
          Berikan peran beserta tanggalnya. Peran produsen, tim teknis, kepala bidang, dan kepala dinas baru
          berlaku setelah disahkan seorang kepala. Peran pengguna data langsung berlaku.
        </Item>
        <Item>
          Periksa hari libur dan cuti bersama di <To to={paths.settings()}>Pengaturan</To>. Tambahkan SKB
          tahun berikutnya segera setelah terbit: hanya batas waktu yang belum jatuh tempo yang bergeser.
        </Item>
      </Steps>
    </Section>
    <Section title="Pekerjaan berkala">
      <Points>
        <Item>
          <strong>Orang pindah tugas.</strong> Akhiri perannya pada hari itu juga; sesinya langsung berakhir.
          Periksa <To to={paths.keys()}>Kunci</To>: Anda melihat semua kunci, pemiliknya, dan kapan terakhir
          dipakai. Cabut yang tidak lagi ada penanggung jawabnya.
        </Item>
        <Item>
          <strong>Kata sandi hilang.</strong> Kirim tautan baru. Karena menggantikan kata sandi, peran dalam
          prosedur harus disahkan lagi oleh seorang kepala.
        </Item>
        <Item>
          <strong>Basis data, subgraf, dan webhook.</strong> Hub hanya menghubungi alamat yang Anda izinkan.
          Mintalah nama host, port, dan alasannya dari produsen sebelum mengizinkan.
        </Item>
        <Item>
          <strong>Usulan skema dan peluncuran.</strong> Anda dapat memeriksanya seperti tim teknis, di{' '}
          <To to={paths.proposals()}>Usulan skema</To> dan <To to={paths.registry()}>Registri</To>.
        </Item>
        <Item>
          <strong>Audit.</strong> Setiap bulan, ekspor catatan di <To to={paths.audit()}>Audit</To>, periksa
          bahwa rantainya utuh, dan simpan kepala rantainya di luar mesin ini.
        </Item>
      </Points>
    </Section>
    <Section title="Bila ditolak">
      <Points>
        <Item>
          <strong>Peran sendiri.</strong> Tidak seorang pun mengubah perannya sendiri. Mintalah pengelola lain
          atau seorang kepala.
        </Item>
        <Item>
          <strong>Peran tidak berlaku.</strong> Belum disahkan, belum mulai, atau sudah berakhir. Layar akun
          menyebut yang mana.
        </Item>
        <Item>
          <strong>Masuk dihentikan sementara</strong> (<Code>LOGIN_THROTTLED</Code>). Terlalu banyak kata
          sandi salah; tunggu waktu yang disebutkan. Bila bukan orangnya yang mencoba, beri tahu pemilik akun.
        </Item>
        <Item>
          <strong>Tidak ada lagi yang dapat masuk.</strong> Pengelola server dapat membuat tautan di mesinnya
          sendiri: <Code>npm run account -- link --user NAMA</Code>.
        </Item>
      </Points>
    </Section>
  </>
);
