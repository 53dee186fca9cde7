"""What is asked of every checkout: languages, horizons, packages, splits, cities, pages."""

LANGUAGES = ("nl", "en")
HORIZONS = ("now", "2050", "2100")
PACKAGES = ("niets_doen", "meekoppelen", "alles", "eigen")
SPLITS = ("eigenaar", "baten", "gemeente", "gelijk")
CITIES = ("demo", "example")
ROUTES = ("stresstest", "maatregelen", "vergelijken", "financiering")
