"""patrols, re-inspections, shops, sites, trainings, meetings, warnings, emergencies (日常工作)."""
