"""Every list of the product filters, sorts, pages and exports the same way.

Declare a ``ListPage`` once, then answer requests with it::

    AGENCIES = ListPage(
        name="agencies", title="服务机构", unit="家", order="name", form=AgencyFilter,
        columns=(
            Column("name", "机构名称", is_head=True, sort=("name_pinyin", "id"), href=lambda row: ...),
            Column("filings", "发明专利代理量", kind=Kind.COUNT, unit="件", sort=("filings", "id")),
        ),
    )

    def agencies(request):
        return AGENCIES.respond(request, Agency.objects.listed(), "agencies/registry/search.html")

The template prints ``{% include "components/list.html" %}``; everything is in the address, and a bad parameter
is said and ignored, never an error page.
"""
