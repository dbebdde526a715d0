"""What a session is called in the list of its owner: a browser and a device, and nothing finer."""

_BROWSERS = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet")),
    *(("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome")),
    ("Safari", "Safari"),
)
_DEVICES = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("CrOS", "ChromeOS"), ("Macintosh", "Mac"), ("Linux", "Linux")),
)


def coarse_name(user_agent: str) -> str:
    """Name the browser and the device of a User-Agent header from a short list; nothing of it is copied."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    device = next((name for mark, name in _DEVICES if mark in user_agent), "")
    return " on ".join(part for part in (browser, device) if part)
