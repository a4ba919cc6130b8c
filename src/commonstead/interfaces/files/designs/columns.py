"""Which column of a bill of materials holds what: guessed by its heading, in the spellings of several languages and
of the usual drawing programs, and by its content where one heading is used for two things. The guess is shown, and
whoever hands the file in may say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from commonstead.core.making import PART_FIELDS, Column
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from .amounts import read_amount

#: Spellings by field, the surest first: of two columns for one field, the surer one is taken.
_SPELLINGS: dict[str, str] = {
    "name": """part name|part/bom name|bom name|item name|component name|name|bezeichnung|benennung|teilename|teil
        |artikel|artikelname|part|item|component|description|beschreibung|bauteil|désignation|designation|nom|pièce
        |composant|descripción|nombre|pieza|componente|parte|denominación|nome|descrizione|denominazione|descrição|peça
        |omschrijving|onderdeel|naam|nazwa|opis|material|value|wert|valeur|valor|title|material description""",
    "quantity": """bom qty|quantity|qty|qty.|quantity per board|quantity per unit|amount|count|number of pieces|pieces
        |menge|anzahl|stückzahl|stk|stück|quantité|qté|qte|nombre de pièces|cantidad|cant|cant.|quantità|qtà|q.tà
        |quantidade|qtd|aantal|hoeveelheid|ilość|units|no. required|required|needed""",
    "unit": """unit|unit of measure|uom|units|einheit|mengeneinheit|me|unité|unidad|unidad de medida|unità|unidade
        |eenheid""",
    "good": "good|thing|town thing|ding|bien|cosa",
    "designators": """designators|designator|reference designator|reference designators|refdes|ref des|refs|parts
        |references|reference|bezeichner|repère|repères|designadores|riferimento""",
    "maker": """manufacturer|maker|brand|mfr|mfg|mfr.|hersteller|marke|fabricant|fabricante|produttore|fabrikant
        |producent""",
    "number": """mpn|manufacturer part number|manufacturer_part_number|mfr part number|mfr. part #|mfg part number
        |part number|part no|part no.|p/n|pn|article number|sku|herstellernummer|artikelnummer|teilenummer|bestellnummer
        |référence|référence fabricant|número de parte|referencia|codice|código""",
    "price": """unit price|unit cost|price per unit|price each|price|cost per unit|cost|einzelpreis|stückpreis|preis
        |prix unitaire|prix|precio unitario|precio|coste|costo|prezzo unitario|prezzo|preço unitário|preço|prijs
        |cena""",
    "price_unit": "price unit|price per|preiseinheit",
    "currency": "currency|währung|devise|moneda|valuta|moeda",
    "bought_at": """supplier|vendor|distributor|source|bought at|buy from|where to buy|shop|link|url|purchase link
        |supplier link|lieferant|bezugsquelle|händler|fournisseur|lien|proveedor|enlace|fornitore|fornecedor
        |leverancier""",
    "material": "material|werkstoff|matériau|matière|materiale|materiaal|materiał",
    "sort": "type|sort|category|device|package|footprint|typ|art|kategorie|genre|catégorie|tipo|categoría|categoria",
    "reference": "reference|standard|norm|specification|spec|referenz|norme|norma|source file",
    "design": "design|module|sub-assembly|subassembly|baugruppe|modul|sous-ensemble|subconjunto",
    "note": """note|notes|comment|comments|remark|remarks|bemerkung|bemerkungen|kommentar|anmerkung|hinweis|remarque
        |commentaire|nota|notas|comentario|comentarios|note/comments|osservazioni|opmerking|uwagi|usage""",
    "length": "length|cut length|länge|zuschnitt|longueur|longitud|largo|lunghezza|comprimento|lengte|długość",
    "length_unit": "length unit|längeneinheit",
    "tolerance": "tolerance|tol|toleranz|tolérance|tolerancia|tolleranza",
    "stock_length": "stock length|bar length|stangenlänge|lieferlänge|longueur de barre|longitud de barra",
    "kerf": "kerf|saw kerf|schnittbreite|trait de scie",
    "alternative": "alternative|alternatives|substitute|substitutes|ersatz|alternativ|alternativa|alternativas|ou",
    "position": "#|pos|pos.|position|item no|item no.|item number|line|nr|nr.|no|no.|id|index|n°|posición|row|lfd. nr.",
}
_ALL: dict[str, list[tuple[str, int]]] = {}
for _field, _words in _SPELLINGS.items():
    for _rank, _word in enumerate(_words.split("|")):
        _ALL.setdefault(" ".join(_word.split()), []).append((_field, _rank))
_IN_BRACKETS = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*$")
_DESIGNATOR = re.compile(r"[A-Z]{1,4}\d+[A-Z]?\Z")


def plain(heading: str) -> str:
    """A heading as it is looked up: small letters, no brackets, one space."""
    return " ".join(_IN_BRACKETS.sub("", heading).replace("_", " ").casefold().split()).strip(":*")


def is_heading(text: str) -> bool:
    """Whether a cell is a heading that we know."""
    return plain(text) in _ALL


def bracket(heading: str) -> str:
    """What a heading says in brackets, like "mm" in "Length (mm)"."""
    match = _IN_BRACKETS.search(heading)
    return match[1].strip() if match else ""


def take_columns(
    headings: Sequence[str], sample: Sequence[Sequence[str]], mapping: Mapping[str, str] | None, line: int
) -> tuple[Column, ...]:
    """How each column is taken. mapping: heading (or its place, from 1) -> field, "" for not read.
    Refused: design.header_twice, design.mapping_unknown_column, design.mapping_unknown_field."""
    told = _told(headings, mapping or {}, line)
    _refuse_twice(headings, line)
    guesses: list[tuple[int, str, int]] = []
    for place, heading in enumerate(headings):
        if place not in told:
            cells = [row[place].strip() for row in sample if place < len(row) and row[place].strip()]
            guesses += [(rank, field, place) for field, rank in _candidates(heading, cells)]
    taken: dict[int, str] = {}
    fields = {field for field in told.values() if field}
    for _, field, place in sorted(guesses, key=lambda guess: (guess[0], guess[2])):
        if place not in taken and field not in fields:
            taken[place] = field
            fields.add(field)
    return tuple(
        Column(heading or str(place + 1), told[place], "told")
        if place in told
        else Column(heading or str(place + 1), taken.get(place, ""), "guessed" if place in taken else "unknown")
        for place, heading in enumerate(headings)
    )


def _candidates(heading: str, cells: list[str]) -> list[tuple[str, int]]:
    """What a heading may mean, with how sure that is (0 surest); its content rules some of it out."""
    found = _ALL.get(plain(heading), [])
    return [(field, rank) for field, rank in found if _fits(field, plain(heading), cells)]


def _fits(field: str, heading: str, cells: list[str]) -> bool:
    if not cells:
        return True
    numbers = sum(read_amount(cell).value is not None for cell in cells) * 2 > len(cells)
    if heading in ("units", "required", "needed", "pieces") and field in ("quantity", "unit"):
        return numbers == (field == "quantity")
    if field == "position":
        return len(set(cells)) * 10 > len(cells) * 9
    if heading in ("item", "part"):
        return not all(cell.isdecimal() for cell in cells)
    if heading in ("reference", "references", "parts"):
        named = sum(
            bool(_DESIGNATOR.match(cell.split(",")[0].split()[0])) for cell in cells if cell.split(",")[0].split()
        )
        return (named * 2 > len(cells)) == (field == "designators")
    return True


def _told(headings: Sequence[str], mapping: Mapping[str, str], line: int) -> dict[int, str]:
    by_name = {plain(heading): place for place, heading in reversed(list(enumerate(headings)))}
    told, problems = {}, []
    for heading, field in mapping.items():
        place = by_name.get(plain(heading))
        if place is None and heading.isdecimal() and 0 < int(heading) <= len(headings):
            place = int(heading) - 1
        if place is None:
            problems.append(
                Refusal(
                    "design.mapping_unknown_column",
                    gettext_noop("There is no column {column}. The columns are: {columns}."),
                    {"column": heading, "columns": ", ".join(headings)},
                    field="mapping",
                    line=line,
                )
            )
        elif field and field not in PART_FIELDS:
            problems.append(
                Refusal(
                    "design.mapping_unknown_field",
                    gettext_noop("{field} is nothing that a column can hold. Choose one of: {fields}."),
                    {"field": field, "fields": ", ".join(PART_FIELDS)},
                    field="mapping",
                    line=line,
                )
            )
        else:
            told[place] = field
    if problems:
        raise Refused(*problems)
    return told


def _refuse_twice(headings: Sequence[str], line: int) -> None:
    seen: set[str] = set()
    problems = []
    for heading in headings:
        key = " ".join(heading.casefold().split())
        if key and key in seen:
            problems.append(
                Refusal(
                    "design.header_twice",
                    gettext_noop("Two columns are headed “{heading}”. Give each column a heading of its own."),
                    {"heading": heading},
                    field=heading,
                    line=line,
                )
            )
        seen.add(key)
    if problems:
        raise Refused(*problems)
