"""Studies kept between visits."""
