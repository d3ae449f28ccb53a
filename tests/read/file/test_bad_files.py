"""Files that are broken, locked, too large or of another kind: a clear refusal, or a bounded run; nothing is run."""

import random
import zipfile
from io import BytesIO

import docx
import pikepdf
import pptx
import pytest
from small_pdf import Drawing, pdf

from cityplan.files.errors import SourceError
from cityplan.read.file.contents import Contents
from cityplan.read.file.pdf import checked, page
from cityplan.read.file.read import read_contents

XS, YS = [40.0, 140.0, 220.0, 300.0], [40.0, 60.0, 80.0, 100.0]
TABLE = Drawing().table(XS, YS, "項目|目標値|実績値\n補助件数|100件|108件\n出生率|77.45%|58.60%")
Parts = dict[str, bytes]


def refused(name: str, data: bytes) -> SourceError:
    with pytest.raises(SourceError) as found:
        read_contents(name, data)
    assert found.value.file == name
    assert found.value.next_step
    return found.value


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph("施策の実績")
    table = document.add_table(2, 2)
    table.cell(1, 1).text = "108件"
    return saved(document)


def slides() -> bytes:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    slide.shapes.add_textbox(0, 0, 3_000_000, 500_000).text_frame.text = "施策の実績"
    return saved(show)


def saved(made: object) -> bytes:
    buffer = BytesIO()
    made.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def altered(data: bytes, parts: Parts | None = None, **changes: tuple[bytes, bytes]) -> bytes:
    """An Office file with more parts, and with some bytes of its parts replaced."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            for before, after in changes.values():
                part = part.replace(before, after)
            new.writestr(name, part)
        for name, part in (parts or {}).items():
            new.writestr(name, part)
    return buffer.getvalue()


class TestPdf:
    def test_a_password(self) -> None:
        locked = pdf(TABLE, encryption=pikepdf.Encryption(user="ひみつ".encode().hex(), owner="x"))
        assert "パスワード" in refused("R5.pdf", locked).problem

    def test_a_password_for_changes_only_is_none_for_reading(self) -> None:
        open_to_all = pdf(TABLE, encryption=pikepdf.Encryption(user="", owner="x"))
        assert len(read_contents("R5.pdf", open_to_all).grids) == 1

    @pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
    def test_cut_off(self, part: float) -> None:
        data = pdf(TABLE)
        assert "途中で切れて" in refused("R5.pdf", data[: int(len(data) * part)]).problem

    def test_a_page_whose_drawing_is_broken(self) -> None:
        data = pdf(TABLE, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        at = data.index(b"stream", data.index(b"/FlateDecode")) + 40
        broken = data[:at] + bytes(byte ^ 0x55 for byte in data[at : at + 20]) + data[at + 20 :]
        assert "1ページの中身が途中で" in refused("R5.pdf", broken).problem

    def test_any_byte_changed_is_read_or_refused(self) -> None:
        """Nothing else is raised, whatever is broken."""
        data = pdf(TABLE, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        chance = random.Random(5)
        for _ in range(60):
            broken = bytearray(data)
            for _ in range(chance.randint(1, 30)):
                broken[chance.randrange(len(data))] = chance.randrange(256)
            try:
                read_contents("R5.pdf", bytes(broken))
            except SourceError as error:
                assert error.next_step

    def test_nothing_of_a_pdf(self) -> None:
        assert "壊れて" in refused("R5.pdf", b"%PDF-1.7\n%%EOF").problem
        refused("R5.pdf", b"")
        refused("R5.pdf", b"%%EOF")

    def test_a_thousand_pages(self) -> None:
        one = Drawing().text(40, 50, "文です")
        assert "1,001ページ" in refused("R5.pdf", pdf(*[one] * (checked.MOST_PAGES + 1))).problem

    def test_a_million_letters_on_a_page(self) -> None:
        full = Drawing()
        for line in range(page.MOST_CHARACTERS // 1_000 + 1):
            full.text(0, 2 * line, "字" * 1_000, 1)
        assert "文字が多すぎます" in refused("R5.pdf", pdf(full)).problem

    def test_too_many_shapes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(page, "MOST_OBJECTS", 5)
        assert "図形が多すぎます" in refused("R5.pdf", pdf(TABLE)).problem

    def test_a_page_that_unpacks_to_very_much(self) -> None:
        made = pikepdf.open(BytesIO(pdf(TABLE)))
        made.pages[0].Contents = made.make_stream(b" " * (checked.MOST_UNPACKED + 1))
        buffer = BytesIO()
        made.save(buffer, compress_streams=True)
        assert len(buffer.getvalue()) < 200_000
        assert "展開すると大きすぎます" in refused("R5.pdf", buffer.getvalue()).problem

    def test_a_form_that_holds_itself(self) -> None:
        made = pikepdf.open(BytesIO(pdf(TABLE, form="1 0 0 1 0 0")))
        form = made.pages[0].Resources.XObject.Fm
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm=form))
        form.write(form.read_bytes() + b"\nq /Fm Do Q")
        buffer = BytesIO()
        made.save(buffer)
        assert len(read_contents("R5.pdf", buffer.getvalue()).grids) == 1

    def test_letters_without_codes(self) -> None:
        error = refused("R5.pdf", pdf(TABLE, fonts=False))
        assert "文字コードが分かりません" in error.problem

    def test_a_picture_of_paper(self) -> None:
        error = refused("R5.pdf", pdf(Drawing().picture(), Drawing().picture()))
        assert "スキャン" in error.problem
        assert "Excel" in error.next_step

    def test_a_picture_of_paper_with_letters_that_a_machine_found(self) -> None:
        """An OCR puts what it found under the picture or draws it not at all: it may be wrong."""
        found = Drawing().text(40, 50, "100.096", mode=3).picture()
        assert "スキャン" in refused("R5.pdf", pdf(found)).problem

    def test_an_empty_page(self) -> None:
        assert "文字がありません" in refused("R5.pdf", pdf(Drawing())).problem

    def test_what_stands_in_annotations_is_told(self) -> None:
        made = pikepdf.open(BytesIO(pdf(TABLE)))
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 9, 9], Contents="108件は110件の誤り"
        )
        made.pages[0].Annots = pikepdf.Array([made.make_indirect(note)])
        made.attachments["x.exe"] = b"MZ"
        buffer = BytesIO()
        made.save(buffer)
        told = [each.text for each in read_contents("R5.pdf", buffer.getvalue()).told if each.is_doubt]
        assert told == ["注釈「108件は110件の誤り」", "ファイルが添付されています（1個。読みません）"]


@pytest.mark.parametrize(("name", "make"), [("R5.docx", word), ("R5.pptx", slides)])
class TestOffice:
    def test_cut_off(self, name: str, make: object) -> None:
        data = make()  # type: ignore[operator]
        for part in (0.2, 0.6, 0.99):
            refused(name, data[: int(len(data) * part)])

    def test_a_password(self, name: str, make: object) -> None:
        locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 99
        assert "パスワード" in refused(name, locked).problem

    def test_another_program(self, name: str, make: object) -> None:
        other = slides() if make is word else word()
        assert ".pptx" in refused("R5.docx", slides()).next_step if make is word else refused(name, other).next_step

    def test_a_zip_bomb(self, name: str, make: object) -> None:
        data = altered(make(), {"media/image1.bin": b"\0" * 120_000_000})  # type: ignore[operator]
        assert len(data) < 300_000
        assert "展開すると大きすぎます" in refused(name, data).problem

    def test_a_large_tree(self, name: str, make: object) -> None:
        data = altered(make(), {"custom/item.xml": b" " * 45_000_000})  # type: ignore[operator]
        assert "展開すると大きすぎます" in refused(name, data).problem

    def test_entities_are_not_expanded(self, name: str, make: object) -> None:
        """Billion laughs, and a file of the machine."""
        laughs = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 12))
        doctype = f'<!DOCTYPE x [<!ENTITY a0 "は"><!ENTITY f SYSTEM "file:///etc/hostname">{laughs}]>'
        data = altered(make(), text=("施策の実績".encode(), "施策&a11;&f;".encode()))  # type: ignore[operator]
        buffer = BytesIO()
        with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
            for part in old.namelist():
                body = old.read(part)
                if b"&a11;" in body:
                    head, _, rest = body.partition(b"?>")
                    body = head + b"?>" + doctype.encode() + rest
                new.writestr(part, body)
        try:
            found = read_contents(name, buffer.getvalue())
        except SourceError as error:
            assert error.next_step
        else:
            assert len("".join(each.text for each in found.paragraphs)) < 20

    def test_macros(self, name: str, make: object) -> None:
        kind = b"wordprocessingml.document.main" if make is word else b"presentationml.presentation.main"
        kind = b"application/vnd.openxmlformats-officedocument." + kind
        macro = b"application/vnd.ms-word.document.macroEnabled.main"
        data = altered(make(), kind=(kind, macro))  # type: ignore[operator]
        assert "マクロ" in refused(name, data).problem

    def test_embedded_files_and_links_are_told(self, name: str, make: object) -> None:
        folder = "word" if make is word else "ppt"
        data = altered(make(), {f"{folder}/embeddings/oleObject1.bin": b"MZ", f"{folder}/vbaProject.bin": b"MZ"})  # type: ignore[operator]
        rules = {each.rule for each in read_contents(name, data).told}
        assert {"embedded_object", "macro"} <= rules

    def test_any_byte_changed_is_read_or_refused(self, name: str, make: object) -> None:
        data = make()  # type: ignore[operator]
        chance = random.Random(7)
        for _ in range(40):
            broken = bytearray(data)
            for _ in range(chance.randint(1, 40)):
                broken[chance.randrange(len(data))] = chance.randrange(256)
            try:
                read_contents(name, bytes(broken))
            except SourceError as error:
                assert error.next_step


def test_a_picture_from_elsewhere_is_not_fetched() -> None:
    document = docx.Document()
    document.add_paragraph("施策の実績")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    document.part.rels.get_or_add_ext_rel(kind, "http://192.0.2.1/x.png")
    found: Contents = read_contents("R5.docx", saved(document))
    assert [(each.rule, each.is_doubt) for each in found.told] == [("outside_link", True)]


def test_only_pictures_in_slides() -> None:
    from PIL import Image

    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    picture = BytesIO()
    Image.new("L", (8, 8)).save(picture, "PNG")
    slide.shapes.add_picture(picture, 0, 0)
    assert "画像" in refused("R5.pptx", saved(show)).problem
