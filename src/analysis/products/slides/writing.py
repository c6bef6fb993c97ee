"""A deck as a presentation: slides from the template, native charts and tables, notes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from analysis.presenting import style
from analysis.presenting.typography import glued
from analysis.products.slides import measure, template
from analysis.products.slides.cards import card_shapes
from analysis.products.slides.charts import DRAWINGS, Native
from analysis.products.slides.charts.book import chart_book
from analysis.products.slides.deck import (
    Cards,
    ChartSlide,
    Cover,
    Deck,
    Note,
    Slide,
    TableSlide,
    Words,
)
from analysis.products.slides.fitting import ELLIPSIS, fit_line, largest
from analysis.products.slides.geometry import (
    CAPTION_GAP,
    CAPTION_SIZE,
    FOOTER,
    FOOTER_SIZE,
    KICKER,
    KICKER_SIZE,
    PAIR_GUTTER,
    SIDE,
    SMALL_BOTTOM,
    SMALL_SIZE,
    TEXT_WIDTH,
    TITLE_TOP,
    Box,
)
from analysis.products.slides.laying import caption_height
from analysis.products.slides.markup import (
    TAGS,
    Para,
    graphic_frame,
    number_placeholder,
    paragraphs,
    parsed,
    placeholder,
    plain,
    text_box,
)
from analysis.products.slides.packing import repack
from analysis.products.slides.tables import table_frame
from analysis.products.slides.theme import theme_xml

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide as PptxSlide

LONGEST_PROPERTY = 255
CHART_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"
CONTENT_FROM = 20
"""Shape ids below are those of title, kicker, stamp and foot."""
LEDE_SIZES, PLACE_SIZES = (22.0, 20.0, 18.0, 16.0, 14.0), (20.0, 18.0, 16.0, 14.0, 12.0)
COVER_SIZES = (44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 20.0)
FACT_SIZES = (14.0, 13.0, 12.0, 11.0, 10.0)


def written(deck: Deck) -> bytes:
    """Return a deck as the bytes of a presentation; equal decks give equal bytes."""
    import pptx

    presentation = pptx.Presentation(io.BytesIO(template.template()))
    for page, slide in enumerate(deck.slides, 1):
        _add(presentation, slide, deck, page)
    _dress_notes(presentation)
    _describe(presentation, deck)
    buffer = io.BytesIO()
    presentation.save(buffer)
    return repack(buffer.getvalue())


def _add(presentation: Presentation, slide: Slide, deck: Deck, page: int) -> None:
    layout = template.COVER if isinstance(slide, Cover) else template.PAGE
    made = presentation.slides.add_slide(presentation.slide_layouts[layout])
    tree = made.shapes._spTree
    for one in list(made.placeholders):
        tree.remove(one._element)
    for xml in _shapes(slide, deck, made, page):
        tree.append(parsed(xml))
    if slide.notes:
        _write_notes(made, slide.notes, deck.lang)


def _shapes(slide: Slide, deck: Deck, made: PptxSlide, page: int) -> Iterator[str]:
    lang = deck.lang
    if isinstance(slide, Cover):
        yield from _cover(slide, deck)
        return
    yield from _top(slide, deck)
    match slide:
        case Cards():
            yield from card_shapes(slide.cards, slide.content, lang, number=CONTENT_FROM)
        case Words():
            yield _words(slide, lang)
        case TableSlide():
            yield from _tables(slide, lang)
        case ChartSlide():
            yield from _chart(slide, deck, made)
    if slide.small and not isinstance(slide, ChartSlide):
        yield _small(slide.small, lang)
    footer = [Para(fit_line(deck.footer, FOOTER_SIZE, FOOTER.width))]
    yield placeholder(6, "Footer", footer, lang, kind="ftr", index=template.FOOTER_AT)
    yield number_placeholder(7, template.NUMBER_AT, page, lang)


def _top(slide: Slide, deck: Deck) -> Iterator[str]:
    fitted = slide.fitted
    title = [Para(fitted.text, fitted.size)]
    box = Box(SIDE, TITLE_TOP, TEXT_WIDTH, fitted.height)
    yield placeholder(2, "Title", title, deck.lang, kind="title", box=box)
    if slide.kicker:
        kicker = [Para(fit_line(slide.kicker, KICKER_SIZE, KICKER.width, bold=True))]
        yield placeholder(3, "Section", kicker, deck.lang, kind="body", index=template.KICKER_AT)
    if deck.stamp:
        stamp = [Para(deck.stamp)]
        yield placeholder(4, "Stamp", stamp, deck.lang, kind="body", index=template.STAMP_AT)


def _small(texts: tuple[str, ...], lang: str) -> str:
    tall = measure.height(texts, SMALL_SIZE, TEXT_WIDTH)
    box = Box(SIDE, SMALL_BOTTOM - tall, TEXT_WIDTH, tall)
    paras = [Para(one) for one in texts]
    return placeholder(5, "Source", paras, lang, kind="body", index=template.SMALL_AT, box=box)


def _words(slide: Words, lang: str) -> str:
    paras = [
        Para(
            text,
            slide.size,
            bullet=_bullet(slide),
            bullet_colour=style.ACCENT,
            hang=Words.HANG,
            before=Words.SPACE * slide.size * (place > 0),
            start=slide.first,
        )
        for place, text in enumerate(slide.paragraphs)
    ]
    return placeholder(CONTENT_FROM, "Content", paras, lang, index=template.BODY, box=slide.content)


def _bullet(slide: Words) -> str:
    if slide.numbered:
        return "#"
    return "•" if len(slide.paragraphs) > 1 else ""


def _tables(slide: TableSlide, lang: str) -> Iterator[str]:
    """Yield tables, each below its caption; only the first one fills the placeholder."""
    half = (TEXT_WIDTH - PAIR_GUTTER) / 2
    captions = [caption_height(one.caption, half) for one in slide.tables if one.caption]
    below = max(captions, default=0.0)
    room = slide.content
    for place, one in enumerate(slide.tables):
        left = room.left + one.left
        number = CONTENT_FROM + 2 * place
        if one.caption:
            said = Para(one.caption, CAPTION_SIZE, bold=True, colour=style.ACCENT)
            where = Box(left, room.top, half, below - CAPTION_GAP)
            yield text_box(number, one.caption, where, [said], lang, anchor="b")
        box = Box(left, room.top + below, half, room.height - below)
        yield table_frame(one.part, one.alt, box, lang, number=number + 1, first=place == 0)


def _chart(slide: ChartSlide, deck: Deck, made: PptxSlide) -> Iterator[str]:
    lang = deck.lang
    draw = DRAWINGS[slide.chart.kind]
    first = draw(slide.chart, slide.data, lang, slide.content, slide.all_data)
    small = _with_reading(slide, first)
    box = Box(
        slide.content.left,
        slide.content.top,
        TEXT_WIDTH,
        slide.content.height - measure.height(small, SMALL_SIZE, TEXT_WIDTH) + slide.small_height,
    )
    native = draw(slide.chart, slide.data, lang, box, slide.all_data)
    place = Box(box.left, box.top, box.width, native.height)
    content = f'<c:chart r:id="{_chart_part(native, deck, made)}"/>'
    name = f"chart:{slide.figure}"
    yield graphic_frame(
        CONTENT_FROM, name, slide.alt, place, content, uri=CHART_URI, index=template.BODY
    )
    for number, (where, text, align) in enumerate(native.fields, CONTENT_FROM + 1):
        para = Para(text, 12.0, bold=True, colour=style.MUTED, align=align)
        yield text_box(number, text, where, [para], lang, anchor="ctr")
    yield _small(small, lang)


def _with_reading(slide: ChartSlide, native: Native) -> tuple[str, ...]:
    reading = ". ".join(glued(one) for one in native.reading)
    return (f"{reading}.", *slide.small) if reading else slide.small


def _chart_part(native: Native, deck: Deck, made: PptxSlide) -> str:
    """Add the chart and its workbook to the package and return the id of the relation."""
    from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from pptx.parts.chart import ChartPart

    package = made.part.package
    part = ChartPart.load(
        package.next_partname(ChartPart.partname_template),
        CONTENT_TYPE.DML_CHART,
        package,
        native.xml.encode("utf-8"),
    )
    book = chart_book(native.data, deck.lang, moment=deck.made, points=native.points)
    part.chart_workbook.update_from_xlsx_blob(book)
    return made.part.relate_to(part, RELATIONSHIP_TYPE.CHART)


def _cover(slide: Cover, deck: Deck) -> Iterator[str]:
    lang = deck.lang
    boxes = {one.index: one.box for one in template.COVER_PLACES}

    def fitted(texts: tuple[str, ...], at: int, sizes: tuple[float, ...], *, bold: bool) -> list:
        box = boxes[at]
        size = largest(
            sizes, lambda one: measure.height(texts, one, box.width, bold=bold) <= box.height
        )
        last = size or sizes[-1]
        while measure.height(texts, last, box.width, bold=bold) > box.height:
            last -= 0.5
        return [Para(one, last) for one in texts]

    title = fitted((slide.title,), template.TITLE, COVER_SIZES, bold=True)
    yield placeholder(2, "Title", title, lang, kind="ctrTitle")
    if deck.stamp:
        stamp = [Para(deck.stamp)]
        yield placeholder(3, "Stamp", stamp, lang, kind="body", index=template.STAMP_AT)
    if slide.letterhead:
        head = fitted(slide.letterhead, template.HEAD_AT, (13.0, 12.0, 11.0, 10.0), bold=False)
        yield placeholder(4, "Letterhead", head, lang, kind="body", index=template.HEAD_AT)
    if slide.lede:
        lede = fitted((slide.lede,), template.LEDE, LEDE_SIZES, bold=False)
        yield placeholder(5, "Question", lede, lang, kind="subTitle", index=template.LEDE)
    place = fitted((slide.place,), template.PLACE_AT, PLACE_SIZES, bold=True)
    yield placeholder(6, "Place", place, lang, kind="body", index=template.PLACE_AT)
    facts = fitted(slide.facts, template.FACTS_AT, FACT_SIZES, bold=False)
    yield placeholder(7, "Facts", facts, lang, kind="body", index=template.FACTS_AT)


def _write_notes(made: PptxSlide, notes: tuple[Note, ...], lang: str) -> None:
    frame: Any = made.notes_slide.notes_text_frame
    body = frame._txBody
    for paragraph in list(body.p_lst):
        body.remove(paragraph)
    paras = [para for note in notes for para in _note(note)]
    said = parsed(
        '<a:txBody xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f"{paragraphs(paras, lang)}</a:txBody>"
    )
    for paragraph in list(said):
        body.append(paragraph)


def _note(note: Note) -> list[Para]:
    return [Para(note.heading, bold=True), *(Para(one) for one in note.paragraphs), Para("")]


def _dress_notes(presentation: Presentation) -> None:
    """Give the notes the theme of the slides."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    if any(one.has_notes_slide for one in presentation.slides):
        part = presentation.notes_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        part._element = parsed(theme_xml())  # type: ignore[attr-defined]


def _property(text: str) -> str:
    """Return a text as long as Office allows a property to be."""
    said = plain(text)
    return said if len(said) <= LONGEST_PROPERTY else said[: LONGEST_PROPERTY - 1] + ELLIPSIS


def _describe(presentation: Presentation, deck: Deck) -> None:
    told = presentation.core_properties
    told.title, told.subject = _property(deck.title), _property(deck.subject)
    told.category = deck.classed
    told.language = TAGS[deck.lang]
    told.author = told.last_modified_by = told.comments = ""
    told.keywords = deck.stamp
    told.revision = 1
    moment = deck.made.replace(tzinfo=None)
    told.created = told.modified = moment
