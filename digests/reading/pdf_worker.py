"""The worker process of `digests.reading.pdf`: a PDF on standard input, its text or a reason on the two outputs."""

from __future__ import annotations

import sys

import pypdfium2

MOST_PAGES = 400


def main() -> int:
    """0 with the text of the first `MOST_PAGES` pages, an empty line between; 1 with a reason."""
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        sys.stderr.write("is encrypted; save it without a password" if locked else "is damaged; save it again")
        return 1
    for number in range(min(len(document), MOST_PAGES)):
        try:
            page = document[number].get_textpage().get_text_range()
        except pypdfium2.PdfiumError:
            continue  # one broken page does not lose the others
        sys.stdout.buffer.write(page.encode("utf-8", "replace") + b"\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
