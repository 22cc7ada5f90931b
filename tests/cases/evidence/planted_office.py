"""DOCX and PPTX with a secret in every hidden place we know, part by part as Word and PowerPoint write them."""

from __future__ import annotations

import io
import zipfile

from tests.cases.evidence.planted import SECRET, VISIBLE, jpeg

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="' + _R + '" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="' + _R + '" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_PICTURE = (
    f'<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="{SECRET}.jpg" descr="C:\\Users\\{SECRET}\\a.jpg"/>'
    "<pic:cNvPicPr/></pic:nvPicPr>"
    '<pic:blipFill><a:blip r:embed="rId5"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr/></pic:pic>'
)
_DOCUMENT = (
    f'<w:document {_W}><w:body><w:p w:rsidR="00ABCDEF" w14:paraId="12345678"><w:r w:rsidRPr="00ABCDEF"><w:t>{VISIBLE}</w:t></w:r>'
    f'<w:ins w:id="1" w:author="{SECRET}" w:date="2026-03-08T10:11:12Z"><w:r><w:t>inserted</w:t></w:r></w:ins>'
    f'<w:del w:id="2" w:author="{SECRET}" w:date="2026-03-08T10:11:12Z"><w:r><w:delText>deleted</w:delText></w:r></w:del>'
    '<w:hyperlink r:id="rId6"><w:r><w:t>a link</w:t></w:r></w:hyperlink>'
    '<w:hyperlink r:id="rId7"><w:r><w:t>a file</w:t></w:r></w:hyperlink>'
    f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="{SECRET}"/><a:graphic>'
    f"<a:graphicData>{_PICTURE}</a:graphicData></a:graphic>"
    f"</wp:inline></w:drawing></w:r></w:p></w:body></w:document><!-- {SECRET} -->"
)
_COMMENTS = (
    f'<w:comments {_W}><w:comment w:id="0" w:author="{SECRET}" w:initials="{SECRET}" w:date="2026-03-08T10:11:12Z">'
    "<w:p><w:r><w:t>a remark</w:t></w:r></w:p></w:comment></w:comments>"
)
_SETTINGS = (
    f'<w:settings {_W}><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsidRoot w:val="00ABCDEF"/></w:rsids>'
    f'<w:docVars><w:docVar w:name="who" w:val="{SECRET}"/></w:docVars></w:settings>'
)
_PROPERTIES = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{SECRET}</dc:creator><cp:lastModifiedBy>{SECRET}</cp:lastModifiedBy>'
    "</cp:coreProperties>"
)
_APPLICATION = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Company>{SECRET}</Company><Manager>{SECRET}</Manager></Properties>"
)
_PRESENTATION = (
    f'<p:presentation {_P}><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/>'
    '<p:notesSz cx="6858000" cy="9144000"/><p:custDataLst><p:tags r:id="rId3"/></p:custDataLst></p:presentation>'
)
_SLIDE = (
    f'<p:sld {_P}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r>'
    f"<a:t>{VISIBLE}"
    "</a:t></a:r></a:p></p:txBody></p:sp><p:pic>"
    f'<p:nvPicPr><p:cNvPr id="4" name="{SECRET}" descr="{SECRET}.jpg"/><p:cNvPicPr/><p:nvPr/>'
    '</p:nvPicPr><p:blipFill><a:blip r:embed="rId5"/></p:blipFill><p:spPr/></p:pic></p:spTree></p:cSld></p:sld>'
)


def docx() -> bytes:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    return _zipped(
        {
            "word/document.xml": word + "document.main+xml",
            "word/comments.xml": word + "comments+xml",
            "word/settings.xml": word + "settings+xml",
        },
        {
            "_rels/.rels": _package_links("word/document.xml"),
            "word/document.xml": _DOCUMENT,
            "word/comments.xml": _COMMENTS,
            "word/settings.xml": _SETTINGS,
            "word/_rels/document.xml.rels": _links(
                ("rId1", "comments", "comments.xml", False),
                ("rId2", "settings", "settings.xml", False),
                ("rId3", "oleObject", "embeddings/oleObject1.bin", False),
                ("rId4", "customXml", "../customXml/item1.xml", False),
                ("rId5", "image", f"media/{SECRET}.jpeg", False),
                ("rId6", "hyperlink", "https://example.com/page", True),
                ("rId7", "hyperlink", f"file:///C:/Users/{SECRET}/secret.docx", True),
            ),
            "word/_rels/settings.xml.rels": _links(
                ("rId1", "attachedTemplate", f"file:///C:/Users/{SECRET}/Normal.dotm", True)
            ),
            f"word/media/{SECRET}.jpeg": jpeg(),
            "word/embeddings/oleObject1.bin": SECRET.encode("utf-16-le"),
            "customXml/item1.xml": f"<who>{SECRET}</who>",
        },
    )


def pptx() -> bytes:
    slides = "application/vnd.openxmlformats-officedocument.presentationml."
    return _zipped(
        {
            "ppt/presentation.xml": slides + "presentation.main+xml",
            "ppt/slides/slide1.xml": slides + "slide+xml",
            "ppt/commentAuthors.xml": slides + "commentAuthors+xml",
            "ppt/comments/comment1.xml": slides + "comments+xml",
            "ppt/tags/tag1.xml": slides + "tags+xml",
        },
        {
            "_rels/.rels": _package_links("ppt/presentation.xml"),
            "ppt/presentation.xml": _PRESENTATION,
            "ppt/_rels/presentation.xml.rels": _links(
                ("rId1", "slide", "slides/slide1.xml", False),
                ("rId2", "commentAuthors", "commentAuthors.xml", False),
                ("rId3", "tags", "tags/tag1.xml", False),
            ),
            "ppt/slides/slide1.xml": _SLIDE,
            "ppt/slides/_rels/slide1.xml.rels": _links(
                ("rId1", "comments", "../comments/comment1.xml", False),
                ("rId5", "image", "../media/image1.jpeg", False),
            ),
            "ppt/media/image1.jpeg": jpeg(),
            "ppt/commentAuthors.xml": (
                f'<p:cmAuthorLst {_P}><p:cmAuthor id="0" name="{SECRET}" initials="{SECRET}" lastIdx="1"/></p:cmAuthorLst>'
            ),
            "ppt/comments/comment1.xml": (
                f'<p:cmLst {_P}><p:cm authorId="0" dt="2026-03-08T10:11:12.000" idx="1"><p:pos x="1" y="1"/>'
                "<p:text>a remark</p:text></p:cm></p:cmLst>"
            ),
            "ppt/tags/tag1.xml": f'<p:tagLst {_P}><p:tag name="WHO" val="{SECRET}"/></p:tagLst>',
        },
    )


def _links(*links: tuple[str, str, str, bool]) -> str:
    entries = "".join(
        f'<Relationship Id="{id_}" Type="{_R}/{kind}" Target="{target}" '
        f'TargetMode="{"External" if outside else "Internal"}"/>'
        for id_, kind, target, outside in links
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'
    )


def _package_links(main: str) -> str:
    return _links(
        ("rId1", "officeDocument", main, False),
        ("rId2", "metadata/core-properties", "docProps/core.xml", False),
        ("rId3", "extended-properties", "docProps/app.xml", False),
        ("rId4", "custom-properties", "docProps/custom.xml", False),
        ("rId5", "metadata/thumbnail", "docProps/thumbnail.jpeg", False),
    )


def _zipped(types: dict[str, str], parts: dict[str, str | bytes]) -> bytes:
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in types.items())
    table = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="jpeg" ContentType="image/jpeg"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/x"/>'
        f"{overrides}</Types>"
    )
    common = {
        "[Content_Types].xml": table,
        "docProps/core.xml": _PROPERTIES,
        "docProps/app.xml": _APPLICATION,
        "docProps/custom.xml": f"<Properties>{SECRET}</Properties>",
        "docProps/thumbnail.jpeg": jpeg(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**common, **parts}.items():
            archive.writestr(name, data)
    return out.getvalue()
