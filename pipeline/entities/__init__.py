"""Who and what a text speaks of: zones, companies, organisations, persons, places."""

from pipeline.entities.finding import find

__all__ = ["find"]
