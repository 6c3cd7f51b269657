//! The encodings: one row each, in the order of Ruby's list but for the first.
//!
//! Owns names, and which structure and character set belong to each.

use super::charset::Charset;
use super::single_byte;
use super::structure::Structure;

/// What a row says.
pub struct Facts {
    /// The name, then the aliases.
    pub names: &'static [&'static str],
    /// How bytes make characters.
    pub structure: Structure,
    /// What the characters are.
    pub charset: Charset,
}

/// The enumeration and the table of the rows.
macro_rules! encodings {
    ($($(#[$mark:ident])? $variant:ident $name:literal [$($alias:literal),*] $structure:ident $charset:ident $(($detail:expr))?;)*) => {
        /// How the bytes of a string are meant.
        #[repr(u8)]
        #[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Debug)]
        pub enum Encoding {
            $(
                #[doc = $name]
                $(#[$mark])?
                $variant,
            )*
        }

        impl Encoding {
            /// All encodings.
            pub const ALL: &'static [Encoding] = &[$(Encoding::$variant),*];
        }

        /// The rows, by number.
        pub(super) static FACTS: &[Facts] = &[
            $(Facts {
                names: &[$name $(, $alias)*],
                structure: Structure::$structure,
                charset: Charset::$charset $(($detail))?,
            },)*
        ];
    };
}

encodings! {
    #[default]
    Utf8 "UTF-8" ["CP65001"] Utf8 Unicode;
    Binary "ASCII-8BIT" ["BINARY"] Single Unknown;
    UsAscii "US-ASCII" ["ASCII", "ANSI_X3.4-1968", "646"] Ascii Unicode;
    Utf16Be "UTF-16BE" ["UCS-2BE"] Utf16Be Unicode;
    Utf16Le "UTF-16LE" [] Utf16Le Unicode;
    Utf32Be "UTF-32BE" ["UCS-4BE"] Utf32Be Unicode;
    Utf32Le "UTF-32LE" ["UCS-4LE"] Utf32Le Unicode;
    Utf16 "UTF-16" [] Dummy Unicode;
    Utf32 "UTF-32" [] Dummy Unicode;
    Utf8Mac "UTF8-MAC" ["UTF-8-MAC", "UTF-8-HFS"] Utf8 Unicode;
    EucJp "EUC-JP" ["eucJP"] EucJp Library(encoding_rs::EUC_JP);
    Windows31J "Windows-31J" ["CP932", "csWindows31J", "SJIS", "PCK"] Sjis Library(encoding_rs::SHIFT_JIS);
    Big5 "Big5" [] Big5 Library(encoding_rs::BIG5);
    Big5Hkscs "Big5-HKSCS" ["Big5-HKSCS:2008"] Big5 Library(encoding_rs::BIG5);
    Big5Uao "Big5-UAO" [] Big5 Unknown;
    Cesu8 "CESU-8" [] Cesu8 Unicode;
    Cp949 "CP949" [] Cp949 Library(encoding_rs::EUC_KR);
    EmacsMule "Emacs-Mule" [] Mule Unknown;
    EucKr "EUC-KR" ["eucKR"] Euc Library(encoding_rs::EUC_KR);
    EucTw "EUC-TW" ["eucTW"] EucTw Unknown;
    Gb18030 "GB18030" [] Gb18030 Library(encoding_rs::GB18030);
    Gbk "GBK" ["CP936"] Gbk Library(encoding_rs::GBK);
    Iso8859_1 "ISO-8859-1" ["ISO8859-1"] Single Table(&single_byte::ISO8859_1);
    Iso8859_2 "ISO-8859-2" ["ISO8859-2"] Single Table(&single_byte::ISO8859_2);
    Iso8859_3 "ISO-8859-3" ["ISO8859-3"] Single Table(&single_byte::ISO8859_3);
    Iso8859_4 "ISO-8859-4" ["ISO8859-4"] Single Table(&single_byte::ISO8859_4);
    Iso8859_5 "ISO-8859-5" ["ISO8859-5"] Single Table(&single_byte::ISO8859_5);
    Iso8859_6 "ISO-8859-6" ["ISO8859-6"] Single Table(&single_byte::ISO8859_6);
    Iso8859_7 "ISO-8859-7" ["ISO8859-7"] Single Table(&single_byte::ISO8859_7);
    Iso8859_8 "ISO-8859-8" ["ISO8859-8"] Single Table(&single_byte::ISO8859_8);
    Iso8859_9 "ISO-8859-9" ["ISO8859-9"] Single Table(&single_byte::ISO8859_9);
    Iso8859_10 "ISO-8859-10" ["ISO8859-10"] Single Table(&single_byte::ISO8859_10);
    Iso8859_11 "ISO-8859-11" ["ISO8859-11"] Single Table(&single_byte::ISO8859_11);
    Iso8859_13 "ISO-8859-13" ["ISO8859-13"] Single Table(&single_byte::ISO8859_13);
    Iso8859_14 "ISO-8859-14" ["ISO8859-14"] Single Table(&single_byte::ISO8859_14);
    Iso8859_15 "ISO-8859-15" ["ISO8859-15"] Single Table(&single_byte::ISO8859_15);
    Iso8859_16 "ISO-8859-16" ["ISO8859-16"] Single Table(&single_byte::ISO8859_16);
    Koi8R "KOI8-R" ["CP878"] Single Table(&single_byte::KOI8R);
    Koi8U "KOI8-U" [] Single Table(&single_byte::KOI8U);
    ShiftJis "Shift_JIS" [] Sjis Library(encoding_rs::SHIFT_JIS);
    Windows1250 "Windows-1250" ["CP1250"] Single Table(&single_byte::WINDOWS1250);
    Windows1251 "Windows-1251" ["CP1251"] Single Table(&single_byte::WINDOWS1251);
    Windows1252 "Windows-1252" ["CP1252"] Single Table(&single_byte::WINDOWS1252);
    Windows1253 "Windows-1253" ["CP1253"] Single Table(&single_byte::WINDOWS1253);
    Windows1254 "Windows-1254" ["CP1254"] Single Table(&single_byte::WINDOWS1254);
    Windows1257 "Windows-1257" ["CP1257"] Single Table(&single_byte::WINDOWS1257);
    Ibm437 "IBM437" ["CP437"] Single Table(&single_byte::IBM437);
    Ibm720 "IBM720" ["CP720"] Single Table(&single_byte::IBM720);
    Ibm737 "IBM737" ["CP737"] Single Table(&single_byte::IBM737);
    Ibm775 "IBM775" ["CP775"] Single Table(&single_byte::IBM775);
    Cp850 "CP850" ["IBM850"] Single Table(&single_byte::CP850);
    Ibm852 "IBM852" [] Single Table(&single_byte::IBM852);
    Cp852 "CP852" [] Single Table(&single_byte::IBM852);
    Ibm855 "IBM855" [] Single Table(&single_byte::IBM855);
    Cp855 "CP855" [] Single Table(&single_byte::IBM855);
    Ibm857 "IBM857" ["CP857"] Single Table(&single_byte::IBM857);
    Ibm860 "IBM860" ["CP860"] Single Table(&single_byte::IBM860);
    Ibm861 "IBM861" ["CP861"] Single Table(&single_byte::IBM861);
    Ibm862 "IBM862" ["CP862"] Single Table(&single_byte::IBM862);
    Ibm863 "IBM863" ["CP863"] Single Table(&single_byte::IBM863);
    Ibm864 "IBM864" ["CP864"] Single Table(&single_byte::IBM864);
    Ibm865 "IBM865" ["CP865"] Single Table(&single_byte::IBM865);
    Ibm866 "IBM866" ["CP866"] Single Table(&single_byte::IBM866);
    Ibm869 "IBM869" ["CP869"] Single Table(&single_byte::IBM869);
    Windows1258 "Windows-1258" ["CP1258"] Single Unknown;
    Gb1988 "GB1988" [] Single Unknown;
    MacCentEuro "macCentEuro" [] Single Unknown;
    MacCroatian "macCroatian" [] Single Table(&single_byte::MAC_CROATIAN);
    MacCyrillic "macCyrillic" [] Single Table(&single_byte::MAC_CYRILLIC);
    MacGreek "macGreek" [] Single Table(&single_byte::MAC_GREEK);
    MacIceland "macIceland" [] Single Table(&single_byte::MAC_ICELAND);
    MacRoman "macRoman" [] Single Table(&single_byte::MAC_ROMAN);
    MacRomania "macRomania" [] Single Table(&single_byte::MAC_ROMANIA);
    MacThai "macThai" [] Single Unknown;
    MacTurkish "macTurkish" [] Single Table(&single_byte::MAC_TURKISH);
    MacUkraine "macUkraine" [] Single Table(&single_byte::MAC_UKRAINE);
    Cp950 "CP950" [] Big5 Library(encoding_rs::BIG5);
    Cp951 "CP951" [] Big5 Unknown;
    Ibm037 "IBM037" ["ebcdic-cp-us"] Dummy Unknown;
    StatelessIso2022Jp "stateless-ISO-2022-JP" [] Mule Unknown;
    EucJPMs "eucJP-ms" ["euc-jp-ms"] EucJp Library(encoding_rs::EUC_JP);
    Cp51932 "CP51932" [] EucJp Library(encoding_rs::EUC_JP);
    EucJis2004 "EUC-JIS-2004" ["EUC-JISX0213"] EucJp Unknown;
    Gb2312 "GB2312" ["EUC-CN", "eucCN"] Euc Library(encoding_rs::GBK);
    Gb12345 "GB12345" [] Euc Unknown;
    Iso2022Jp "ISO-2022-JP" ["ISO2022-JP"] Dummy Unknown;
    Iso2022Jp2 "ISO-2022-JP-2" ["ISO2022-JP2"] Dummy Unknown;
    Cp50220 "CP50220" [] Dummy Unknown;
    Cp50221 "CP50221" [] Dummy Unknown;
    Windows1256 "Windows-1256" ["CP1256"] Single Table(&single_byte::WINDOWS1256);
    Windows1255 "Windows-1255" ["CP1255"] Single Table(&single_byte::WINDOWS1255);
    Tis620 "TIS-620" [] Single Table(&single_byte::TIS620);
    Windows874 "Windows-874" ["CP874"] Single Table(&single_byte::WINDOWS874);
    MacJapanese "MacJapanese" ["MacJapan"] Sjis Unknown;
    Utf7 "UTF-7" ["CP65000"] Dummy Unknown;
    Utf8DoCoMo "UTF8-DoCoMo" [] Utf8 Unicode;
    SjisDoCoMo "SJIS-DoCoMo" [] Sjis Library(encoding_rs::SHIFT_JIS);
    Utf8Kddi "UTF8-KDDI" [] Utf8 Unicode;
    SjisKddi "SJIS-KDDI" [] Sjis Library(encoding_rs::SHIFT_JIS);
    Iso2022JpKddi "ISO-2022-JP-KDDI" [] Dummy Unknown;
    StatelessIso2022JpKddi "stateless-ISO-2022-JP-KDDI" [] Mule Unknown;
    Utf8SoftBank "UTF8-SoftBank" [] Utf8 Unicode;
    SjisSoftBank "SJIS-SoftBank" [] Sjis Library(encoding_rs::SHIFT_JIS);
}
