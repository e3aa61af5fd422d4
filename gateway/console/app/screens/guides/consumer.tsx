import { Anchor, Code, Text } from '@mantine/core';
import { paths } from '../../paths.js';
import { Item, Points, Section, Steps, To } from './page.js';

export const ConsumerGuide = () => (
  <>
    <Section title="Dalam sepuluh menit">
      <Steps>
        <Item>
          <strong>
            Cari dataset di <To to={paths.catalogue()}>Katalog</To>.
          </strong>{' '}
          Tiap dataset menyebut pemiliknya, arti tiap kolom, satuan, cakupan, dan kapan terakhir diperbarui.
          Tanpa akun Anda melihat yang sudah dirilis ke publik; dengan akun, semua yang sudah diserahkan
          strukturnya.
        </Item>
        <Item>
          <strong>
            Coba di{' '}
            <Anchor href="/explorer/" underline="always">
              penjelajah kueri
            </Anchor>
            .
          </strong>{' '}
          Nama dilengkapi sambil Anda mengetik, dan dokumentasinya ada di samping. Jawabannya dapat dilihat
          sebagai tabel dan diunduh sebagai CSV. Kueri yang akan dipakai lagi disimpan dengan sebuah nama; ia
          menunggu di <To to={paths.saved()}>Kueri tersimpan</To>.
        </Item>
        <Item>
          <strong>
            Salin contoh dari <To to={paths.starter()}>Mulai memakai</To>.
          </strong>{' '}
          Tersedia untuk fetch, Apollo Client, curl, dan Excel. Contoh dataset publik langsung berjalan tanpa
          kunci.
        </Item>
        <Item>
          <strong>
            Buat kunci di <To to={paths.keys()}>Kunci</To>
          </strong>{' '}
          bila dataset belum publik. Satu kunci untuk satu aplikasi. Rahasianya hanya ditampilkan sekali:
          salin ke pengaturan aplikasi, jangan ke kode yang dibagikan.
        </Item>
      </Steps>
    </Section>
    <Section title="Menggabungkan data antarinstansi">
      <Text>
        Dataset yang merujuk wilayah, periode, lapangan usaha, atau instansi dapat digabungkan dalam satu
        kueri. Mulailah dari wilayah, lalu minta dataset tiap instansi di dalamnya. Angka (
        <Code>aggregate</Code>, <Code>groups</Code>) dihitung oleh hub atas semua baris yang memenuhi{' '}
        <Code>where</Code>, sehingga Anda tidak perlu mengunduh semuanya.
      </Text>
    </Section>
    <Section title="Kolom terbatas">
      <Steps>
        <Item>
          Minta izin di <To to={paths.requests()}>Izin akses</To>: dataset, kolom, tujuan, dan hari terakhir;
          untuk Anda sendiri atau untuk salah satu kunci Anda.
        </Item>
        <Item>
          Produsen dataset memutuskan, atau tim teknis bila produsen mendelegasikannya. Bila disetujui, kolom
          langsung terbaca; bila ditolak, alasannya tertulis pada permintaan Anda.
        </Item>
        <Item>
          Izin berakhir pada hari terakhirnya dan dapat dicabut lebih awal. Rencanakan perpanjangannya. Bila
          tidak lagi diperlukan, kembalikan.
        </Item>
      </Steps>
    </Section>
    <Section title="Membaca jawaban">
      <Points>
        <Item>
          <strong>null dengan galat</strong> berarti kolom ditahan, bukan kosong. Galatnya menyebut dataset,
          langkah, dan permohonan. Tampilkan “ditahan” di dasbor, bukan nol.
        </Item>
        <Item>
          <strong>menunggu evaluasi akhir</strong> (di <Code>extensions.satugraf.datasets</Code>) berarti data
          sudah disajikan tetapi belum dipastikan produsennya. Cantumkan labelnya.
        </Item>
        <Item>
          <strong>usang (deprecated)</strong> berarti kolom itu akan hilang setelah masa peralihan. Pindah ke
          penggantinya; hub mencatat kueri Anda, sehingga produsen tahu siapa yang masih memakainya.
        </Item>
      </Points>
    </Section>
    <Section title="Bila graf berubah">
      <Text>
        Simpan kueri yang dipakai dasbor Anda. Di <To to={paths.saved()}>Kueri tersimpan</To>, dan di beranda,
        tertulis perubahan yang menyentuhnya:
      </Text>
      <Points>
        <Item>
          <strong>rusak</strong>: hub menolaknya sekarang, atau menahan sebagian jawabannya. Perbaiki kueri,
          atau ikuti giliran yang disebut di sana.
        </Item>
        <Item>
          <strong>usang</strong>: masih berjalan; pindah ke penggantinya sebelum kolom itu dihapus.
        </Item>
        <Item>
          <strong>ada usulan</strong>: usulan skema yang menunggu tim teknis akan merusaknya. Siapkan
          gantinya, atau sampaikan keberatan sebelum diputuskan.
        </Item>
      </Points>
    </Section>
    <Section title="Bila ditolak">
      <Points>
        <Item>
          <Code>FIELD_NOT_AGREED</Code>, <Code>FIELD_NOT_DELIVERED</Code>: kolom belum selesai prosedurnya.
          Tunggu; nomor permohonannya ada di galat.
        </Item>
        <Item>
          <Code>FIELD_RESTRICTED</Code>: mintalah izin, seperti di atas.
        </Item>
        <Item>
          <Code>FIELD_WITHDRAWN</Code>: dihentikan sementara karena ada masalah. Jangan memakai salinan lama
          tanpa keterangan.
        </Item>
        <Item>
          <Code>KEY_OUT_OF_SCOPE</Code>, <Code>FIELD_OUT_OF_SCOPE</Code>: lingkup kunci terlalu sempit. Buat
          kunci dengan lingkup yang sesuai.
        </Item>
        <Item>
          <Code>OPERATION_NOT_TRUSTED</Code>: kunci itu hanya menerima kueri yang terdaftar. Daftarkan
          teksnya, persis seperti yang dikirim aplikasi.
        </Item>
        <Item>
          <Code>LIMIT_EXCEEDED</Code>: kueri terlalu besar. Kecilkan <Code>first</Code>, bagi kuerinya, atau
          unduh datasetnya sebagai berkas.
        </Item>
        <Item>
          <Code>UNAUTHENTICATED</Code>: kunci salah, dicabut, atau kedaluwarsa. Periksa di{' '}
          <To to={paths.keys()}>Kunci</To>.
        </Item>
      </Points>
    </Section>
  </>
);
