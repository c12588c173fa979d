"""The project register (项目库): projects and their years."""
