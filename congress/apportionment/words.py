"""Methods by their names."""

from congress.core.names import fold
from optimizer.divisors import Method

METHOD_NAMES = {
    Method.HAMILTON: "Hamilton",
    Method.SAINTE_LAGUE: "Sainte-Laguë",
    Method.DHONDT: "D’Hondt",
    Method.HUNTINGTON_HILL: "Huntington–Hill",
    Method.ADAMS: "Adams",
}

_ALSO = {
    "largestremainder": Method.HAMILTON,
    "hare": Method.HAMILTON,
    "webster": Method.SAINTE_LAGUE,
    "jefferson": Method.DHONDT,
    "huntington": Method.HUNTINGTON_HILL,
    "hill": Method.HUNTINGTON_HILL,
    "equalproportions": Method.HUNTINGTON_HILL,
}


def method_named(text: str) -> Method | None:
    """Give the method of a name, however it is written; none where it is not known.

    >>> method_named("Sainte-Laguë"), method_named("huntington_hill"), method_named("webster")
    (<Method.SAINTE_LAGUE: 'sainte-lague'>, <Method.HUNTINGTON_HILL: 'huntington-hill'>, \
<Method.SAINTE_LAGUE: 'sainte-lague'>)
    """
    letters = "".join(filter(str.isalpha, fold(text)))
    known = {"".join(filter(str.isalpha, method.value)): method for method in Method}
    return (known | _ALSO).get(letters)
