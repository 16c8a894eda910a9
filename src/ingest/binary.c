#include "ingest/binary.h"

#include "base/intl.h"
#include "base/memory.h"
#include "text/charset.h"
#include "text/properties.h"
#include "text/utf8.h"

#include <stdint.h>

enum { HEAD_BYTES = 4096, SAMPLE_BYTES = 64 * 1024, FEW = 8 };

struct magic {
    const char *bytes;
    uint8_t length, offset;
    const char *what;
};

#define MAGIC(literal, offset, what)                                                               \
    {                                                                                              \
        literal, sizeof literal - 1, offset, what                                                  \
    }

static const struct magic magics[] = {
    MAGIC("%PDF-", 0, N_("a PDF document")),
    MAGIC("\x89PNG\r\n\x1A\n", 0, N_("a PNG picture")),
    MAGIC("\xFF\xD8\xFF", 0, N_("a JPEG picture")),
    MAGIC("GIF87a", 0, N_("a GIF picture")),
    MAGIC("GIF89a", 0, N_("a GIF picture")),
    MAGIC("WEBP", 8, N_("a WebP picture")),
    MAGIC("II*\0", 0, N_("a TIFF picture")),
    MAGIC("MM\0*", 0, N_("a TIFF picture")),
    MAGIC("ftyp", 4, N_("a film or picture (MP4, HEIF)")),
    MAGIC("OggS", 0, N_("an Ogg recording")),
    MAGIC("ID3\x03", 0, N_("an MP3 recording")),
    MAGIC("ID3\x04", 0, N_("an MP3 recording")),
    MAGIC("fLaC", 0, N_("a FLAC recording")),
    MAGIC("\x1A\x45\xDF\xA3", 0, N_("a film (Matroska, WebM)")),
    MAGIC("\x1F\x8B", 0, N_("a gzip file")),
    MAGIC("BZh9", 0, N_("a bzip2 file")),
    MAGIC("\xFD"
          "7zXZ\0",
          0, N_("an xz file")),
    MAGIC("\x28\xB5\x2F\xFD", 0, N_("a Zstandard file")),
    MAGIC("7z\xBC\xAF\x27\x1C", 0, N_("a 7-Zip archive")),
    MAGIC("Rar!\x1A\x07", 0, N_("a RAR archive")),
    MAGIC("ustar", 255, N_("a tar archive")), /* offset 257 by way of the loop below */
    MAGIC("\x7F"
          "ELF",
          0, N_("a program (ELF)")),
    MAGIC("MZ\x90\0", 0, N_("a Windows program")),
    MAGIC("\xCF\xFA\xED\xFE", 0, N_("a program (Mach-O)")),
    MAGIC("\xCA\xFE\xBA\xBE", 0, N_("a Java class")),
    MAGIC("SQLite format 3\0", 0, N_("an SQLite database")),
    MAGIC("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 0, N_("an old Microsoft Office document")),
    MAGIC("BOOKMOBI", 60, N_("a Kindle book")),
    MAGIC("AT&TFORM", 0, N_("a DjVu document")),
    MAGIC("wOFF", 0, N_("a font")),
    MAGIC("wOF2", 0, N_("a font")),
    MAGIC("\0\x01\0\0\0", 0, N_("a font")),
};

static bool has_at(struct str bytes, size_t offset, struct str wanted)
{
    return bytes.length >= offset + wanted.length &&
           memcmp(bytes.bytes + offset, wanted.bytes, wanted.length) == 0;
}

static const char *zip_kind(struct str bytes)
{
    struct str start = str_slice(bytes, 0, bytes.length < HEAD_BYTES ? bytes.length : HEAD_BYTES);
    if (str_find(start, STR("application/epub+zip"), 0) != SIZE_MAX)
        return N_("an EPUB book");
    if (str_find(start, STR("word/"), 0) != SIZE_MAX)
        return N_("a Word document");
    if (str_find(start, STR("xl/"), 0) != SIZE_MAX)
        return N_("an Excel sheet");
    if (str_find(start, STR("ppt/"), 0) != SIZE_MAX)
        return N_("a PowerPoint presentation");
    if (str_find(start, STR("opendocument"), 0) != SIZE_MAX)
        return N_("an OpenDocument file");
    return N_("a ZIP archive");
}

const char *binary_format(struct str bytes)
{
    if (has_at(bytes, 0, STR("PK\x03\x04")) || has_at(bytes, 0, STR("PK\x05\x06")))
        return zip_kind(bytes);
    for (size_t i = 0; i < ARRAY_LENGTH(magics); i++) {
        size_t offset = magics[i].offset == 255 ? 257 : magics[i].offset;
        if (has_at(bytes, offset, (struct str){magics[i].bytes, magics[i].length}))
            return magics[i].what;
    }
    return NULL;
}

/* More than a text has by accident: at least a few, and one in twenty. */
static bool is_much(size_t count, size_t total)
{
    return count >= FEW && count * 20 > total;
}

static bool is_text_control(uint32_t code_point)
{
    return code_point == 0x1B || (code_point >= '\b' && code_point <= '\r');
}

/* Bytes that no text has in a charset other than UTF-16. */
static bool has_binary_bytes(struct str sample)
{
    size_t zeros = 0, controls = 0;
    for (size_t i = 0; i < sample.length; i++) {
        const unsigned char byte = (unsigned char)sample.bytes[i];
        zeros += byte == 0;
        controls += byte != 0 && byte < 0x20 && !is_text_control(byte);
    }
    return (zeros >= 4 && zeros * 50 > sample.length) || is_much(controls, sample.length);
}

/* Bytes taken for UTF-16 that are controls, unassigned, for private use or lone surrogates. */
static bool is_senseless(struct str sample, struct charset_decision *decision)
{
    CLEANUP_BUFFER struct buffer text = {0};
    size_t count = 0, senseless = 0;
    buffer_append(&text, sample);
    charset_decode(&text, decision);
    for (size_t i = 0; i < text.length; count++) {
        uint32_t code_point;
        i += utf8_decode(buffer_str(&text), i, &code_point);
        const bool is_private =
            (code_point >= 0xE000 && code_point < 0xF900) || code_point >= 0xF0000;
        const bool is_shown = code_point_properties(code_point).display != DISPLAY_REPLACE;
        senseless += is_private || !(is_shown || is_text_control(code_point));
    }
    senseless += decision->replaced;
    return senseless * 2 > count || is_much(senseless, count);
}

bool binary_is_likely(struct str bytes, struct str container_charset)
{
    const struct str sample =
        str_slice(bytes, 0, bytes.length < SAMPLE_BYTES ? bytes.length : SAMPLE_BYTES);
    const bool has_bom = has_at(bytes, 0, STR("\xFF\xFE")) || has_at(bytes, 0, STR("\xFE\xFF"));
    if (!has_bom && !has_binary_bytes(sample))
        return false;
    struct error ignored;
    struct charset_decision decision;
    const struct charset_hints hints = {.user = STR_NONE, .container = container_charset};
    if (charset_decide(sample, &hints, &decision, &ignored) != STATUS_OK)
        return true;
    return !str_starts(str_from(decision.name), STR("UTF-16")) || is_senseless(sample, &decision);
}
