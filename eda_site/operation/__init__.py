"""What an operator needs: health, metrics, logs that name nobody, an end that tells the browsers."""
