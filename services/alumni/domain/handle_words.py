"""The words of generated handles: landscape, weather and plants; nothing of persons or of health."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ADJECTIVES = _words(
    """
    amber autumn azure blue breezy bright bronze calm cedar coastal copper coral crimson crisp dawn
    distant early eastern evening fern floral forest frosty gentle golden green hazel indigo ivory
    jade late lively lunar maple marble meadow mellow misty morning mossy northern olive open pearl
    plain quiet rainy river rosy royal rustic saffron sandy scarlet silent silver snowy soft solar
    southern spring starry summer sunny tidal tranquil velvet verdant violet warm western wild windy
    winter wooden
    """
)

NOUNS = _words(
    """
    acorn almond arch aspen banyan barley basil bay beacon birch bloom boat breeze bridge brook
    canyon cedar cliff cloud clover comet coral cove crane delta dune echo falcon feather fern field
    finch garden glade grove harbour harvest heron hill horizon island ivy kite lagoon lake lantern
    lark leaf lotus mango maple marigold meadow mesa moon mountain neem oak oasis ocean orchard
    otter peacock pebble pine plum pond prairie rain reed ridge river robin sail shore sky sparrow
    spruce star stone stream sunrise teak thistle tulip valley walnut wave wheat willow wren
    """
)
