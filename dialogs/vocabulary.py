"""The words that people type for options: other words for a word, small words, and whole ways of not knowing."""

from typing import Final

ORDINALS: Final = {
    word: number
    for words in (
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"],
        ["one", "two", "three", "four", "five", "six", "seven", "eight"],
    )
    for number, word in enumerate(words, 1)
}

MEANS: Final = {
    "no": "nope nah nein non nay neg negative nö",
    "yes": "yes yep yeah yup ja si oui sure aye correct right exactly definitely affirmative",
    "not": "nicht dont doesnt isnt arent havent hasnt didnt wont without never",
    "cannot": "cant cannot couldnt",
    "none": "none",
    "different": "diff other differ another various verschieden verschiedene andere anderer unterschiedliche",
    "subscription": "sub subs subscriptions subscr abonnement abonnements suscripción",
    "region": "regions reg regionen región",
    "tenant": "tenants directory directories mandant mandanten",
    "gateway": "gateways gw gws",
    "vnet": "vnets networks network",
    "spoke": "spokes",
    "hub": "hubs",
    "route": "routes udrs udr",
    "site": "s2s",
    "expressroute": "er",
    "point": "p2s",
    "same": "identical equal gleich gleiche gleicher gleiches selbe dieselbe",
    "both": "beide beides",
    "connected": "verbunden",
    "disconnected": "getrennt",
    "unsure": "idk dunno",
}
SAME: Final = {word: same for same, words in MEANS.items() for word in words.split()}
"""Other words for a word, in the plain form that `_tokens` gives."""

_SMALL: Final = """
    a actually already an and any are at awesome azure be but by cool currently did do does for from got great
    guess has have he here hm hmm i id im in is it its ive just like looks maybe me my nice now of ok okay on
    one ones only option our perfect please pls probably said say says see seems she shows so sorry status such
    thank thanks that thats the them there these they theyre think this those thx to uh um use uses using
    bitte danke ist sind much many lot very virtual we well were weve what which with yet you your
"""
FILLERS: Final = frozenset(_SMALL.split())

_NO_IDEA: Final = """
    no clue, i have no clue, i have no idea, no idea what that is, no idea what this is, no idea what you mean,
    beats me, how should i know, huh, i really don't know, i dont know that, i don't know that,
    i don't know what that is, i dont know what that is, i don't understand, i dont understand,
    i don't understand the question, weiß nicht, weiss nicht, weiß ich nicht, ich weiß nicht, ich weiß es nicht,
    keine ahnung, no se, no sé, no lo sé, je ne sais pas, aucune idée
"""
CLUELESS: Final = frozenset(" ".join(phrase.split()) for phrase in _NO_IDEA.split(","))
"""Whole answers that mean "I can't tell" to every question that has such an option."""

_SHADES: Final = dict.fromkeys((0xFE0F, *range(0x1F3FB, 0x1F400)))


def plain_emoji(text: str) -> str:
    """Give a text with its emoji in no colour of skin and no other shape."""
    return text.translate(_SHADES)
